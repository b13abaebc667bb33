import { promisify } from 'node:util';
import * as yauzl from 'yauzl';
import type { ReadableBytes } from '../../audio/bytes.ts';
import type { ArchiveContents } from '../../protocol/wire/file.ts';

export const mostEntries = 2_000;
/** A directory may claim any length; more of it than this, in bytes, is not read. */
const mostBytes = 4 * 1024 ** 2;
const windowBytes = 64 * 1024;
const longestName = 300;

/** Not an archive, damaged, or in a form that nobody makes any more. */
export class UnreadableArchive extends Error {}

/**
 * The files in a ZIP, from its central directory alone: nothing is unpacked and no name is used as a path. Folders and
 * what macOS leaves between files are skipped. Reads at most 4 MB, so a hostile archive costs no more than a large one.
 */
export async function readZipContents(bytes: ReadableBytes): Promise<ArchiveContents> {
  const reader = new WindowReader(bytes);
  try {
    const zip = await openZip(reader, bytes.size);
    const entries: ArchiveContents['entries'] = [];
    let isTruncated = false;
    let seen = 0;
    for await (const entry of zip.eachEntry()) {
      if (seen === mostEntries || reader.bytesRead > mostBytes) {
        isTruncated = true;
        break;
      }
      seen += 1;
      const name = readName(entry);
      if (!Number.isSafeInteger(entry.uncompressedSize)) throw new UnreadableArchive('A size is impossible.');
      if (!isClutter(name)) entries.push({ name, size: entry.uncompressedSize });
    }
    return { entries, truncated: isTruncated };
  } catch (error) {
    if (error instanceof MediumError) throw error.cause;
    throw new UnreadableArchive((error as Error).message);
  }
}

type Options = { lazyEntries: true; autoClose: false; decodeStrings: false; validateEntrySizes: false };
const openZip = promisify((reader: yauzl.RandomAccessReader, size: number, done: OpenCallback) => {
  const options: Options = {
    lazyEntries: true,
    autoClose: false,
    decodeStrings: false,
    validateEntrySizes: false,
  };
  yauzl.fromRandomAccessReader(reader, size, options, done);
});
type OpenCallback = (error: Error | null, zip: yauzl.ZipFile) => void;

/** The medium failed, which says nothing about the archive. */
class MediumError extends Error {}

/** Reads a window at a time: the library asks for each entry's header and name separately. */
class WindowReader extends yauzl.RandomAccessReader {
  readonly #bytes: ReadableBytes;
  #window: { start: number; bytes: Uint8Array } = { start: 0, bytes: new Uint8Array(0) };
  bytesRead = 0;

  constructor(bytes: ReadableBytes) {
    super();
    this.#bytes = bytes;
  }

  override read(
    target: Buffer,
    offset: number,
    length: number,
    position: number,
    done: (error: Error | null) => void,
  ): void {
    this.#copy(target.subarray(offset, offset + length), position).then(() => done(null), done);
  }

  async #copy(target: Buffer, position: number): Promise<void> {
    const end = position + target.length;
    if (!Number.isSafeInteger(end) || end > this.#bytes.size)
      throw new UnreadableArchive('It ends too early.');
    const { start, bytes } = this.#window;
    if (position < start || end > start + bytes.length) await this.#load(position, target.length);
    const from = position - this.#window.start;
    target.set(this.#window.bytes.subarray(from, from + target.length));
  }

  async #load(start: number, atLeast: number): Promise<void> {
    try {
      const bytes = await this.#bytes.read(start, Math.max(windowBytes, atLeast));
      this.#window = { start, bytes };
      this.bytesRead += bytes.length;
    } catch (error) {
      throw new MediumError('The archive could not be read.', { cause: error });
    }
    if (this.#window.bytes.length < atLeast) throw new UnreadableArchive('It ends too early.');
  }
}

/** The name as text to show, with folders before slashes: UTF-8 where the archive says so, else code page 437. */
function readName({ generalPurposeBitFlag, fileNameRaw, extraFields }: yauzl.Entry): string {
  const name = yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
  const safe = name
    .toWellFormed()
    .normalize('NFC')
    .replaceAll('\\', '/')
    .replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, '_');
  return safe.length > longestName ? `…${safe.slice(-longestName)}`.toWellFormed() : safe;
}

function isClutter(name: string): boolean {
  return name === '' || name.endsWith('/') || /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|\._)/.test(name);
}

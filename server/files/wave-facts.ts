import { type FileHandle, open } from 'node:fs/promises';
import type { AudioFacts } from '../../protocol/wire/file.ts';

/** Where a chunk's content lies, in bytes from the start of the file. */
type Chunk = { name: string; start: number; size: number };

/** More chunks than any program writes: a broken file must not be walked for ever. */
const maximumChunks = 1000;

const unknownSize = 0xffff_ffff;

/**
 * Facts of WAV, RF64, BW64 and W64, from the `fmt ` chunk and the length of the data. A length that a program left
 * open (0, or all ones without `ds64`), or that goes beyond the file's end, is counted to the end. Null if the chunks
 * don't say enough.
 */
export async function readWaveFacts(path: string): Promise<AudioFacts | null> {
  const handle = await open(path, 'r');
  try {
    const fileBytes = (await handle.stat()).size;
    const chunks = (await readAt(handle, 0, 4)).toString('latin1') === 'riff' ? wave64Chunks : riffChunks;
    let format: Buffer | undefined;
    for await (const chunk of chunks(handle, fileBytes)) {
      if (chunk.name === 'fmt ') format = await readAt(handle, chunk.start, Math.min(chunk.size, 40));
      if (chunk.name !== 'data') continue;
      const rest = fileBytes - chunk.start;
      return toFacts(format, chunk.size > 0 ? Math.min(chunk.size, rest) : rest);
    }
    return null;
  } finally {
    await handle.close();
  }
}

function toFacts(format: Buffer | undefined, dataBytes: number): AudioFacts | null {
  if (!format || format.length < 16) return null;
  const bytesPerSecond = format.readUInt32LE(8);
  if (bytesPerSecond === 0) return null;
  const isExtensible = format.readUInt16LE(0) === 0xfffe && format.length >= 20;
  // A 24-bit sample may lie in a 32-bit container.
  const bitDepth = (isExtensible && format.readUInt16LE(18)) || format.readUInt16LE(14);
  return {
    durationSeconds: dataBytes / bytesPerSecond,
    sampleRate: format.readUInt32LE(4),
    channels: format.readUInt16LE(2),
    bitDepth: bitDepth || null,
  };
}

/** RIFF: four letters, four bytes of length, content padded to even. `ds64` holds the lengths that don't fit. */
async function* riffChunks(handle: FileHandle, fileBytes: number): AsyncGenerator<Chunk> {
  let dataBytes = 0;
  let at = 12;
  for (let count = 0; count < maximumChunks && at + 8 <= fileBytes; count++) {
    const header = await readAt(handle, at, 8);
    const name = header.toString('latin1', 0, 4);
    const declared = header.readUInt32LE(4);
    if (name === 'ds64' && declared >= 16) {
      const sizes = await readAt(handle, at + 8, 16);
      if (sizes.length === 16) dataBytes = Number(sizes.readBigUInt64LE(8));
    }
    const size = name === 'data' && declared === unknownSize ? dataBytes : declared;
    yield { name, start: at + 8, size };
    at += 8 + size + (size % 2);
  }
}

/** W64: sixteen bytes of name that begin with the letters, eight of length that count themselves, padded to eight. */
async function* wave64Chunks(handle: FileHandle, fileBytes: number): AsyncGenerator<Chunk> {
  let at = 40;
  for (let count = 0; count < maximumChunks && at + 24 <= fileBytes; count++) {
    const header = await readAt(handle, at, 24);
    const size = Math.max(Number(header.readBigUInt64LE(16)) - 24, 0);
    yield { name: header.toString('latin1', 0, 4), start: at + 24, size };
    at += 24 + Math.ceil(size / 8) * 8;
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

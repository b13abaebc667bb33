import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { makeZip, predictLength } from 'client-zip';
import { openBlob } from '../files/send-blob.ts';
import type { BlobStore } from '../storage/blob-store.ts';
import { archiveNames } from './archive-names.ts';

/** A file to pack; `size` in bytes, `createdAt` in ISO 8601. */
export type Packed = { name: string; sha256: string; size: number; createdAt: string };

/** A ZIP of these files, in this order. It is made while it is read: nothing of it is kept anywhere. */
export type StemArchive = {
  /** The length of the whole archive, in bytes. */
  length: bigint;
  /** Reads one file at a time, as fast as the reader takes it. Destroying the stream closes the open file. */
  stream(): Readable;
};

/** One less than the number that stands for “more” in a ZIP: the library writes no 64-bit number of files. */
export const mostPacked = 65_534;

/**
 * Packs without compressing, because sound hardly compresses. Above 4 GiB the archive is a ZIP64. The stream fails if a
 * file is missing or has another size, so that nobody takes a damaged archive for a whole one.
 */
export function createStemArchive(blobs: Pick<BlobStore, 'open'>, files: readonly Packed[]): StemArchive {
  const names = archiveNames(files.map(({ name }) => name));
  const described = files.map(({ size }, index) => ({ name: names[index], size }));

  async function* opened() {
    for (const [index, { sha256, size, createdAt }] of files.entries()) {
      await using bytes = await openBlob(blobs, sha256);
      if (bytes.size !== size)
        throw new Error(`The blob ${sha256} has ${bytes.size} bytes instead of ${size}.`);
      const source = bytes.stream();
      try {
        yield { name: names[index], size, lastModified: createdAt, input: source };
      } finally {
        // A stream that was not read to its end keeps its file open.
        source.destroy();
      }
    }
  }

  return {
    length: predictLength(described),
    // The library's types name the stream of browsers, which is the same.
    stream: () => Readable.fromWeb(makeZip(endable(opened())) as unknown as ReadableStream<Uint8Array>),
  };
}

/** Ends an iterator quietly where its reader throws into it, as client-zip does for a reader that went away. */
function endable<Item>(source: AsyncGenerator<Item>): AsyncIterable<Item> {
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => source.next(),
      throw: () => source.return(undefined),
    }),
  };
}

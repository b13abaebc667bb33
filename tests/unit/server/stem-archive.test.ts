import { randomBytes } from 'node:crypto';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { createStemArchive } from '../../../server/stems/stem-archive.ts';
import { readZipContents } from '../../../server/stems/zip-contents.ts';
import type { StoredBytes } from '../../../server/storage/stored-bytes.ts';
import { readableOf } from '../../helpers/readable-bytes.ts';
import { until } from '../../helpers/until.ts';

/** A store of these blobs, by name, that counts what is open and what was read. */
function storeOf(blobs: Record<string, Buffer>) {
  const seen = { open: 0, streams: 0, bytesRead: 0 };
  return {
    seen,
    async open(sha256: string): Promise<StoredBytes | null> {
      const bytes = blobs[sha256];
      if (!bytes) return null;
      seen.open += 1;
      return {
        ...readableOf(bytes),
        stream() {
          seen.streams += 1;
          const chunks = function* () {
            for (let at = 0; at < bytes.length; at += 1024) {
              seen.bytesRead += 1024;
              yield bytes.subarray(at, at + 1024);
            }
          };
          const stream = Readable.from(chunks(), { objectMode: false });
          stream.once('close', () => {
            seen.streams -= 1;
          });
          return stream;
        },
        withLocalFile: () => Promise.reject(new Error('not needed')),
        async [Symbol.asyncDispose]() {
          seen.open -= 1;
        },
      };
    },
  };
}

const createdAt = '2026-03-01T10:00:00.000Z';
const packed = (name: string, sha256: string, size: number) => ({ name, sha256, size, createdAt });

describe('an archive of stems', () => {
  it('is as long as it says, and holds every file under its own name', async () => {
    const store = storeOf({ a: randomBytes(5000), b: randomBytes(70_000), c: Buffer.alloc(0) });
    const archive = createStemArchive(store, [
      packed('Drums.wav', 'a', 5000),
      packed('Bäss.wav', 'b', 70_000),
      packed('Drums.wav', 'c', 0),
    ]);
    const bytes = Buffer.concat(await archive.stream().toArray());
    expect(BigInt(bytes.length)).toBe(archive.length);
    expect((await readZipContents(readableOf(bytes))).entries).toEqual([
      { name: 'Drums.wav', size: 5000 },
      { name: 'Bäss.wav', size: 70_000 },
      { name: 'Drums (2).wav', size: 0 },
    ]);
    expect(store.seen).toMatchObject({ open: 0, streams: 0 });
  });

  it('counts in 64 bits from 4 GiB on', () => {
    const gigabyte = 1024 ** 3;
    const files = [0, 1, 2].map((at) => packed(`${at}.wav`, String(at), 2 * gigabyte));
    const { length } = createStemArchive(storeOf({}), files);
    // Per file: local header 30, name twice 5, data descriptor 16, directory entry 46; the third starts beyond 4 GiB.
    const [perFile, largeOffset, wideEnd, end] = [30 + 2 * 5 + 16 + 46, 12, 76, 22];
    expect(length).toBe(BigInt(6 * gigabyte + 3 * perFile + largeOffset + wideEnd + end));
    const huge = createStemArchive(storeOf({}), [packed('a.wav', 'a', 5 * gigabyte)]);
    // Sizes take 8 more bytes in the descriptor, and an extra field of 28 in the directory.
    expect(huge.length).toBe(BigInt(5 * gigabyte + perFile + 8 + 28 + wideEnd + end));
  });

  it('reads no faster than it is taken, and closes the file when its reader goes away', async () => {
    const store = storeOf({ a: randomBytes(4 * 1024 ** 2), b: randomBytes(10) });
    const archive = createStemArchive(store, [packed('a', 'a', 4 * 1024 ** 2), packed('b', 'b', 10)]);
    let taken = 0;
    const stuck = new Writable({
      highWaterMark: 1024,
      write(chunk: Buffer) {
        // The reader takes one piece and no more.
        taken += chunk.length;
      },
    });
    const sending = pipeline(archive.stream(), stuck).catch((error: Error) => error);
    await until(() => taken > 0, { what: 'the first bytes' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(store.seen.bytesRead).toBeLessThan(1024 ** 2);
    stuck.destroy();
    expect(await sending).toBeInstanceOf(Error);
    await until(() => store.seen.open === 0 && store.seen.streams === 0, { what: 'the file to be closed' });
  });

  it.each([
    ['is missing', {}],
    ['has another size', { a: randomBytes(9) }],
  ])('breaks off if a file %s', async (_what, blobs) => {
    const archive = createStemArchive(storeOf(blobs), [packed('a.wav', 'a', 10)]);
    await expect(archive.stream().toArray()).rejects.toThrow(/blob/);
  });
});

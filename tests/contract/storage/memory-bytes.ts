import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { StoredBytes } from '../../../server/storage/stored-bytes.ts';

/** Bytes as a store without files hands them out: a file is made only for a program that needs one. */
export function memoryBytes(content: Uint8Array): StoredBytes {
  const bytes = Buffer.from(content);
  return {
    size: bytes.length,
    read: async (position, length) => bytes.subarray(position, position + length),
    stream: (range) =>
      Readable.from([range ? bytes.subarray(range.start, range.end + 1) : bytes], { objectMode: false }),
    async withLocalFile(use) {
      const folder = await mkdtemp(join(tmpdir(), 'bandmate-bytes-'));
      try {
        await writeFile(join(folder, 'bytes'), bytes);
        return await use(join(folder, 'bytes'));
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    async [Symbol.asyncDispose]() {},
  };
}

import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import * as yauzl from 'yauzl';
import { createStemArchive } from '../../server/stems/stem-archive.ts';
import type { StoredBytes } from '../../server/storage/stored-bytes.ts';
import { temporaryFolder } from '../helpers/disposal.ts';

const run = promisify(execFile);
const mebibyte = 1024 ** 2;
/** The last one begins beyond 4 GiB, and the second one is larger than that. Needs 5 GB of free disk. */
const sizes = [100 * mebibyte, 4100 * mebibyte, 3 * mebibyte];

/** Blobs of so many mebibytes, made while they are read. */
const blobs = {
  async open(sha256: string): Promise<StoredBytes> {
    const size = sizes[Number(sha256)] ?? 0;
    const piece = Buffer.alloc(mebibyte, Number(sha256) + 1);
    return {
      size,
      read: () => Promise.reject(new Error('not needed')),
      withLocalFile: () => Promise.reject(new Error('not needed')),
      stream: () =>
        Readable.from(
          Array.from({ length: size / mebibyte }, () => piece),
          { objectMode: false },
        ),
      async [Symbol.asyncDispose]() {},
    };
  },
};

it('streams an archive of more than 4 GiB that other programs read', async () => {
  const files = sizes.map((size, at) => ({
    ...{ name: `${at}.wav`, sha256: String(at), size, createdAt: '2026-03-01T10:00:00.000Z' },
  }));
  const archive = createStemArchive(blobs, files);
  const path = join(await temporaryFolder(), 'stems.zip');
  await pipeline(archive.stream(), createWriteStream(path));
  expect(BigInt((await stat(path)).size)).toBe(archive.length);
  expect((await run('unzip', ['-tq', path])).stdout).toContain('No errors detected');
  const zip = await yauzl.openPromise(path, { lazyEntries: true });
  const read: [string, number][] = [];
  const ended = new Promise((resolve) => zip.once('end', resolve));
  zip.on('entry', (entry: yauzl.Entry) => {
    read.push([entry.fileName, entry.uncompressedSize]);
    zip.readEntry();
  });
  zip.readEntry();
  await ended;
  expect(read).toEqual(files.map(({ name, size }) => [name, size]));
});

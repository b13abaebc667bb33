import { randomUUID } from 'node:crypto';
import { createReadStream, mkdirSync, rmSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, statfs, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { errorCode, linkOrCopy, syncDirectory, syncFile } from './disk.ts';
import { createKeyedLock } from './keyed-lock.ts';

/**
 * Bytes by their SHA-256, below the data folder and outside any web root: `blobs/ab/ab…`, mode 0600. The same bytes
 * are kept once, whoever uploads them.
 *
 * Everything throws what the file system says; the disk being full is `isNoSpace`.
 */
export type BlobStore = {
  /** Where bytes are received before their hash is known. Emptied when the store opens. */
  incomingDirectory: string;
  /**
   * Keeps the bytes of a finished file, whose SHA-256 the caller has checked. They are on the disk for good when
   * this resolves. `path` still stands then: it is the caller's to remove, once the database knows of the blob.
   * So a crash in between costs nothing, and can't be mistaken for bytes that someone else has proven to hold.
   */
  put(path: string, sha256: string): Promise<void>;
  /** The bytes, or those from `start` to `end`, both included. */
  read(sha256: string, range?: { start: number; end: number }): Readable;
  /** Where its bytes lie, for a reader that needs the file itself. Never written to. */
  path(sha256: string): string;
  /** Size in bytes, or null if there is no such blob. */
  size(sha256: string): Promise<number | null>;
  remove(sha256: string): Promise<void>;
  /**
   * Removes the blob unless it was put after `before` or `isUsed` says so. A `put` at the same moment waits and
   * then counts as newer: what someone has just put is never taken away from under them.
   */
  removeUnused(sha256: string, before: Date, isUsed: () => Promise<boolean>): Promise<boolean>;
  /** The hash of every blob on the disk. */
  list(): AsyncIterable<string>;
  /**
   * The waveform that is kept beside a blob and goes with it: null while none was put, empty where it is known that
   * there is none.
   */
  readPeaks(sha256: string): Promise<Buffer | null>;
  /** Does nothing for a blob that has gone. */
  putPeaks(sha256: string, peaks: Uint8Array): Promise<void>;
  /** The hash of every blob whose waveform was put. */
  listPeaks(): AsyncIterable<string>;
  /** Bytes that this user may still write to the disk. */
  freeBytes(): Promise<number>;
};

/** A blob store in `dataDirectory`, which one server owns at a time. */
export function createBlobStore(dataDirectory: string): BlobStore {
  const root = join(dataDirectory, 'blobs');
  const incomingDirectory = join(dataDirectory, 'incoming');
  mkdirSync(root, { recursive: true, mode: 0o700 });
  rmSync(incomingDirectory, { recursive: true, force: true });
  mkdirSync(incomingDirectory, { mode: 0o700 });
  const locks = createKeyedLock();

  const shard = (sha256: string) => join(root, sha256.slice(0, 2));
  const pathOf = (sha256: string) => join(shard(sha256), sha256);
  const peaksOf = (sha256: string) => `${pathOf(sha256)}.peaks`;

  async function size(sha256: string): Promise<number | null> {
    return (await statOrNull(pathOf(sha256)))?.size ?? null;
  }

  async function makeShard(sha256: string): Promise<void> {
    if (await mkdir(shard(sha256), { recursive: true, mode: 0o700 })) await syncDirectory(root);
  }

  /** The waveform first: it would never be found again without its blob. */
  async function discard(sha256: string): Promise<void> {
    await rm(`${peaksOf(sha256)}.new`, { force: true });
    await rm(peaksOf(sha256), { force: true });
    await rm(pathOf(sha256), { force: true });
  }

  async function* namesLike(pattern: RegExp): AsyncGenerator<string> {
    // What is named otherwise isn't ours: a file manager may have left it.
    for (const folder of await readdir(root)) {
      if (!/^[0-9a-f]{2}$/.test(folder)) continue;
      for (const name of await readdir(join(root, folder))) if (pattern.test(name)) yield name.slice(0, 64);
    }
  }

  return {
    incomingDirectory,
    path: pathOf,
    size,
    put: (path, sha256) =>
      locks.run(sha256, async () => {
        const source = await stat(path);
        await makeShard(sha256);
        // A blob of another size under this hash was damaged: replace it.
        if ((await size(sha256)) !== source.size) {
          await syncFile(path);
          const temporary = join(incomingDirectory, randomUUID());
          try {
            await linkOrCopy(path, temporary);
            await rename(temporary, pathOf(sha256));
          } finally {
            await rm(temporary, { force: true });
          }
        }
        const now = new Date();
        await utimes(pathOf(sha256), now, now);
        await syncDirectory(shard(sha256));
      }),
    read: (sha256, range) => createReadStream(pathOf(sha256), range),
    remove: (sha256) => locks.run(sha256, () => discard(sha256)),
    removeUnused: (sha256, before, isUsed) =>
      locks.run(sha256, async () => {
        const found = await statOrNull(pathOf(sha256));
        if (!found || found.mtime >= before || (await isUsed())) return false;
        await discard(sha256);
        return true;
      }),
    list: () => namesLike(/^[0-9a-f]{64}$/),
    async readPeaks(sha256) {
      try {
        return await readFile(peaksOf(sha256));
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return null;
        throw error;
      }
    },
    putPeaks: (sha256, peaks) =>
      locks.run(sha256, async () => {
        if ((await size(sha256)) === null) return;
        // Of a crash in between it is what the next one writes over.
        const temporary = `${peaksOf(sha256)}.new`;
        await writeFile(temporary, peaks, { mode: 0o600 });
        // Before it has its name: an empty file means something else than one that a power cut has emptied.
        await syncFile(temporary);
        await rename(temporary, peaksOf(sha256));
      }),
    listPeaks: () => namesLike(/^[0-9a-f]{64}\.peaks$/),
    async freeBytes() {
      const { bavail, bsize } = await statfs(root);
      return bavail * bsize;
    },
  };
}

async function statOrNull(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

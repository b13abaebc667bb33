import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, rmdir, statfs, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Clock } from '../../common/clock.ts';
import { type BlobStore, type SidecarName, sidecarNames } from './blob-store.ts';
import { linkOrCopy, statIfThere, syncDirectory, syncFile } from './disk.ts';
import { createKeyedLock } from './keyed-lock.ts';
import { openIfThere, openLocalFile } from './local-file.ts';
import type { StoredBytes } from './stored-bytes.ts';
import { newRunningHash, type RunningHash, writeHashed } from './write-hashed.ts';

/**
 * Blobs as files of mode 0600 below `directory`: `blobs/ab/ab…`, each with its sidecars beside it (`ab….peaks`), and
 * `incoming/` for bytes whose hash is not known yet. The modification time says when a blob was put.
 *
 * A file gets its name by a rename after its bytes were forced to the disk, so there is never half a blob. A blob of
 * another size than what is put under its hash was damaged, and is replaced.
 */
export function createFolderBlobStore(directory: string, clock: Clock): BlobStore {
  const root = join(directory, 'blobs');
  const incoming = join(directory, 'incoming');
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const locks = createKeyedLock();
  /** Shards to which something was added since the last flush. */
  const unsynced = new Set<string>();

  const shardOf = (sha256: string) => join(root, sha256.slice(0, 2));
  const pathOf = (sha256: string, sidecar?: SidecarName) =>
    join(shardOf(sha256), sidecar ? `${sha256}.${sidecar}` : sha256);
  const size = async (sha256: string, sidecar?: SidecarName) =>
    (await statIfThere(pathOf(sha256, sidecar)))?.size ?? null;

  async function newIncoming(): Promise<string> {
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    return join(incoming, randomUUID());
  }

  async function makeShard(sha256: string): Promise<void> {
    if (await mkdir(shardOf(sha256), { recursive: true, mode: 0o700 })) await syncDirectory(root);
  }

  /** Gives the bytes their final name, as a second name of their file where that is possible. */
  async function place(bytes: StoredBytes, path: string, isDurable: boolean): Promise<void> {
    const temporary = await newIncoming();
    try {
      await bytes.withLocalFile(async (source) => {
        if (!isDurable) await syncFile(source);
        await linkOrCopy(source, temporary);
      });
      await rename(temporary, path);
    } finally {
      await rm(temporary, { force: true });
    }
  }

  /** Sidecars first: they would never be found again without their blob. */
  async function discard(sha256: string): Promise<void> {
    for (const name of sidecarNames) {
      await rm(`${pathOf(sha256, name)}.new`, { force: true });
      await rm(pathOf(sha256, name), { force: true });
    }
    await rm(pathOf(sha256), { force: true });
  }

  /** Other names aren't ours: a file manager may have left them. */
  async function* namesLike(pattern: RegExp): AsyncGenerator<string> {
    for (const shard of await readdir(root)) {
      if (!/^[0-9a-f]{2}$/.test(shard)) continue;
      for (const name of await readdir(join(root, shard))) if (pattern.test(name)) yield name.slice(0, 64);
    }
  }

  return {
    size,
    async receive(source, maximumBytes) {
      const path = await newIncoming();
      const discardReceived = () => rm(path, { force: true });
      try {
        const running = await writeNew(path, source, maximumBytes);
        if (running) {
          const bytes = await openLocalFile(path);
          const dispose = async () => {
            await bytes[Symbol.asyncDispose]();
            await discardReceived();
          };
          return { ...bytes, sha256: running.hash.digest('hex'), [Symbol.asyncDispose]: dispose };
        }
      } catch (error) {
        await discardReceived();
        throw error;
      }
      await discardReceived();
      return null;
    },
    put: (bytes, sha256) =>
      locks.run(sha256, async () => {
        await makeShard(sha256);
        if ((await size(sha256)) !== bytes.size) await place(bytes, pathOf(sha256), false);
        const now = new Date(clock.now());
        await utimes(pathOf(sha256), now, now);
        await syncDirectory(shardOf(sha256));
      }),
    add: (bytes, sha256, sidecar) =>
      locks.run(sha256, async () => {
        if ((await size(sha256, sidecar)) === bytes.size) return;
        await makeShard(sha256);
        await place(bytes, pathOf(sha256, sidecar), true);
        unsynced.add(shardOf(sha256));
      }),
    async flush() {
      for (const shard of unsynced) {
        unsynced.delete(shard);
        await syncDirectory(shard);
      }
      await syncDirectory(root);
      // Fails while something is being received, and then stays.
      await rmdir(incoming).catch(() => {});
    },

    open: (sha256, sidecar) => openIfThere(pathOf(sha256, sidecar)),
    list: () => namesLike(/^[0-9a-f]{64}$/),
    remove: (sha256) => locks.run(sha256, () => discard(sha256)),
    removeUnused: (sha256, before, isUsed) =>
      locks.run(sha256, async () => {
        const found = await statIfThere(pathOf(sha256));
        if (!found || found.mtime >= before || (await isUsed())) return false;
        await discard(sha256);
        return true;
      }),

    writeSidecar: (sha256, name, bytes) =>
      locks.run(sha256, async () => {
        if ((await size(sha256)) === null) return;
        // The next write replaces what a crash leaves of it.
        const temporary = `${pathOf(sha256, name)}.new`;
        await writeFile(temporary, bytes, { mode: 0o600 });
        // Before the rename: an empty file has a meaning, so a power cut must not empty one.
        await syncFile(temporary);
        await rename(temporary, pathOf(sha256, name));
      }),
    listSidecars: (name) => namesLike(new RegExp(`^[0-9a-f]{64}\\.${name}$`)),

    async freeBytes() {
      const { bavail, bsize } = await statfs(root);
      return bavail * bsize;
    },
    async discardUnfinished() {
      await rm(incoming, { recursive: true, force: true });
      await mkdir(incoming, { recursive: true, mode: 0o700 });
    },
  };
}

async function writeNew(path: string, source: Readable, maximumBytes: number): Promise<RunningHash | null> {
  const running = newRunningHash();
  const handle = await open(path, 'wx', 0o600);
  try {
    return (await writeHashed(handle, source, running, { maximumBytes })) ? running : null;
  } finally {
    await handle.close();
  }
}

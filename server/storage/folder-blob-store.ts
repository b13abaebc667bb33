import { mkdirSync } from 'node:fs';
import { mkdir, readdir, rename, rm, statfs, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../common/clock.ts';
import { type BlobStore, pairSidecar, type Sidecar } from './blob-store.ts';
import { statIfThere, syncDirectory, syncFile } from './disk.ts';
import { createIncoming } from './incoming.ts';
import { createKeyedLock } from './keyed-lock.ts';
import { openIfThere } from './local-file.ts';

/**
 * Blobs as files of mode 0600 below `directory`: `blobs/ab/ab…`, each with its sidecars beside it (`ab….peaks`), and
 * `incoming/` for bytes whose hash is not known yet. The modification time says when a blob was put.
 *
 * A file gets its name by a rename after its bytes were forced to the disk, so there is never half a blob. A blob of
 * another size than what is put under its hash was damaged, and is replaced.
 */
/** The largest part of a small disk that is kept free. */
const mostReserved = 0.05;

export function createFolderBlobStore(directory: string, clock: Clock, reserveBytes = 0): BlobStore {
  const root = join(directory, 'blobs');
  const incoming = createIncoming(join(directory, 'incoming'));
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const locks = createKeyedLock();
  /** Shards to which something was added since the last flush. */
  const unsynced = new Set<string>();

  const shardOf = (sha256: string) => join(root, sha256.slice(0, 2));
  const pathOf = (sha256: string, sidecar?: Sidecar) =>
    join(shardOf(sha256), sidecar ? `${sha256}.${sidecar}` : sha256);
  const size = async (sha256: string, sidecar?: Sidecar) =>
    (await statIfThere(pathOf(sha256, sidecar)))?.size ?? null;

  async function makeShard(sha256: string): Promise<void> {
    if (await mkdir(shardOf(sha256), { recursive: true, mode: 0o700 })) await syncDirectory(root);
  }

  /** Sidecars first: they would never be found again without their blob. */
  async function discard(sha256: string): Promise<void> {
    const names = (await statIfThere(shardOf(sha256))) ? await readdir(shardOf(sha256)) : [];
    for (const name of names) {
      if (name.startsWith(`${sha256}.`)) await rm(join(shardOf(sha256), name), { force: true });
    }
    await rm(pathOf(sha256), { force: true });
  }

  /** Other names aren't ours: a file manager may have left them. */
  async function* namesLike(pattern: RegExp, shards?: string[]): AsyncGenerator<string> {
    for (const shard of shards ?? (await readdir(root))) {
      if (!/^[0-9a-f]{2}$/.test(shard)) continue;
      for (const name of await readdir(join(root, shard))) if (pattern.test(name)) yield name;
    }
  }

  async function* hashesLike(pattern: RegExp): AsyncGenerator<string> {
    for await (const name of namesLike(pattern)) yield name.slice(0, 64);
  }

  async function* listPairs(newer?: string) {
    if (newer && !(await statIfThere(shardOf(newer)))) return;
    const pattern = new RegExp(`^${newer ?? '[0-9a-f]{64}'}\\.${pairSidecar('')}[0-9a-f]{64}$`);
    for await (const name of namesLike(pattern, newer ? [newer.slice(0, 2)] : undefined)) {
      yield { newer: name.slice(0, 64), older: name.slice(-64) };
    }
  }

  return {
    size,
    receive: incoming.receive,
    put: (bytes, sha256) =>
      locks.run(sha256, async () => {
        await makeShard(sha256);
        if ((await size(sha256)) !== bytes.size) await incoming.place(bytes, pathOf(sha256), false);
        const now = new Date(clock.now());
        await utimes(pathOf(sha256), now, now);
        await syncDirectory(shardOf(sha256));
      }),
    add: (bytes, sha256, sidecar) =>
      locks.run(sha256, async () => {
        if ((await size(sha256, sidecar)) === bytes.size) return;
        await makeShard(sha256);
        await incoming.place(bytes, pathOf(sha256, sidecar), true);
        unsynced.add(shardOf(sha256));
      }),
    async flush() {
      for (const shard of unsynced) {
        unsynced.delete(shard);
        await syncDirectory(shard);
      }
      await syncDirectory(root);
      await incoming.leave();
    },

    open: (sha256, sidecar) => openIfThere(pathOf(sha256, sidecar)),
    list: () => hashesLike(/^[0-9a-f]{64}$/),
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
        if (!(bytes instanceof Uint8Array)) {
          await incoming.place(bytes, pathOf(sha256, name), false);
          return;
        }
        // The next write replaces what a crash leaves of it.
        const temporary = `${pathOf(sha256, name)}.new`;
        await writeFile(temporary, bytes, { mode: 0o600 });
        // Before the rename: an empty file has a meaning, so a power cut must not empty one.
        await syncFile(temporary);
        await rename(temporary, pathOf(sha256, name));
      }),
    removeSidecar: (sha256, sidecar) => locks.run(sha256, () => rm(pathOf(sha256, sidecar), { force: true })),
    listSidecars: (name) => hashesLike(new RegExp(`^[0-9a-f]{64}\\.${name}$`)),
    listPairs,

    async freeBytes() {
      const { bavail, blocks, bsize } = await statfs(root);
      return Math.max(0, bavail * bsize - Math.min(reserveBytes, blocks * bsize * mostReserved));
    },
    discardUnfinished: incoming.clear,
  };
}

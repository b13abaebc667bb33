import { createReadStream, mkdirSync } from 'node:fs';
import { constants, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { errorCode } from './disk.ts';
import { newRunningHash, type RunningHash, writeHashed } from './write-hashed.ts';

/**
 * The bytes of uploads in progress, one file each, and the SHA-256 of what has been received, kept while it comes in
 * so that a commit doesn't read it all again. After a restart the part on disk is hashed once more, streaming.
 */
export type PartStore = {
  path(id: string): string;
  /** Bytes that stand on disk: 0 before the first. */
  offset(id: string): Promise<number>;
  /** When the last byte came, or null before the first. */
  touchedAt(id: string): Promise<Date | null>;
  /**
   * Takes bytes from `offset` on, `maximumBytes` of the whole at most. Resolves with the new offset when they are on
   * the disk for good: what is acknowledged survives. False = there were more; those that fit are kept. Throws what
   * the source or the disk throws; what came before that is kept.
   */
  write(source: Readable, id: string, offset: number, maximumBytes: number): Promise<number | false>;
  /** SHA-256 of the first `size` bytes. Can be asked again. */
  digest(id: string, size: number): Promise<string>;
  remove(id: string): Promise<void>;
  /** The ids of all parts on disk. */
  list(): Promise<string[]>;
};

export function createPartStore(directory: string): PartStore {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const hashes = new Map<string, RunningHash>();
  const path = (id: string) => join(directory, id);

  async function statOrNull(id: string) {
    try {
      return await stat(path(id));
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null;
      throw error;
    }
  }

  async function hashUpTo(id: string, end: number): Promise<RunningHash> {
    const known = hashes.get(id);
    const running = known && known.position <= end ? known : newRunningHash();
    hashes.set(id, running);
    if (running.position === end) return running;
    const missing = createReadStream(path(id), {
      start: running.position,
      end: end - 1,
      highWaterMark: 256 * 1024,
    });
    for await (const chunk of missing) {
      running.hash.update(chunk);
      running.position += chunk.length;
    }
    if (running.position !== end) throw new Error(`The part of upload ${id} is shorter than ${end} bytes.`);
    return running;
  }

  return {
    path,
    offset: async (id) => (await statOrNull(id))?.size ?? 0,
    touchedAt: async (id) => (await statOrNull(id))?.mtime ?? null,
    async write(source, id, offset, maximumBytes) {
      const running = await hashUpTo(id, offset);
      const handle = await open(path(id), constants.O_WRONLY | constants.O_CREAT, 0o600);
      try {
        if (!(await writeHashed(handle, source, running, { maximumBytes, ownsChunks: true }))) return false;
        await handle.sync();
        return running.position;
      } finally {
        await handle.close();
      }
    },
    digest: async (id, size) => (await hashUpTo(id, size)).hash.copy().digest('hex'),
    async remove(id) {
      hashes.delete(id);
      await rm(path(id), { force: true });
    },
    list: () => readdir(directory),
  };
}

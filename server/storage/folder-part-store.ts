import { createReadStream, mkdirSync } from 'node:fs';
import { constants, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { statIfThere } from './disk.ts';
import { openIfThere } from './local-file.ts';
import type { PartStore } from './part-store.ts';
import { newRunningHash, type RunningHash, writeHashed } from './write-hashed.ts';

/** Parts in `uploads/` below the data folder, one file each, named by the upload's id. */
export function createFolderPartStore(dataDirectory: string): PartStore {
  const directory = join(dataDirectory, 'uploads');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const hashes = new Map<string, RunningHash>();
  const pathOf = (id: string) => join(directory, id);

  async function hashUpTo(id: string, end: number): Promise<RunningHash> {
    const known = hashes.get(id);
    const running = known && known.position <= end ? known : newRunningHash();
    hashes.set(id, running);
    if (running.position === end) return running;
    const missing = createReadStream(pathOf(id), {
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
    open: (id) => openIfThere(pathOf(id)),
    offset: async (id) => (await statIfThere(pathOf(id)))?.size ?? 0,
    touchedAt: async (id) => (await statIfThere(pathOf(id)))?.mtime ?? null,
    async write(source, id, offset, maximumBytes) {
      const running = await hashUpTo(id, offset);
      const handle = await open(pathOf(id), constants.O_WRONLY | constants.O_CREAT, 0o600);
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
      await rm(pathOf(id), { force: true });
    },
    list: () => readdir(directory),
  };
}

import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ReceivedBytes } from './blob-store.ts';
import { linkOrCopy, syncFile } from './disk.ts';
import { openLocalFile } from './local-file.ts';
import type { StoredBytes } from './stored-bytes.ts';
import { newRunningHash, type RunningHash, writeHashed } from './write-hashed.ts';

/** A folder for files that aren't whole yet. A rename moves them to their place, so it must be on the same disk. */
export type Incoming = {
  /** See `BlobStore.receive`. */
  receive(source: Readable, maximumBytes: number): Promise<ReceivedBytes | null>;
  /**
   * Makes `path` a file of these bytes, in one step: as a second name of their own file where that is possible.
   * `isDurable`: the bytes are known to be on the disk.
   */
  place(bytes: StoredBytes, path: string, isDurable: boolean): Promise<void>;
  /** Empties the folder. */
  clear(): Promise<void>;
  /** Removes the folder if it is empty. */
  leave(): Promise<void>;
};

export function createIncoming(directory: string): Incoming {
  async function newPath(): Promise<string> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    return join(directory, randomUUID());
  }

  return {
    async receive(source, maximumBytes) {
      const path = await newPath();
      const discard = () => rm(path, { force: true });
      try {
        const running = await writeNew(path, source, maximumBytes);
        if (running) {
          const bytes = await openLocalFile(path);
          const dispose = async () => {
            await bytes[Symbol.asyncDispose]();
            await discard();
          };
          return { ...bytes, sha256: running.hash.digest('hex'), [Symbol.asyncDispose]: dispose };
        }
      } catch (error) {
        await discard();
        throw error;
      }
      await discard();
      return null;
    },
    async place(bytes, path, isDurable) {
      const temporary = await newPath();
      try {
        await bytes.withLocalFile(async (source) => {
          if (!isDurable) await syncFile(source);
          await linkOrCopy(source, temporary);
        });
        await rename(temporary, path);
      } finally {
        await rm(temporary, { force: true });
      }
    },
    async clear() {
      await rm(directory, { recursive: true, force: true });
      await mkdir(directory, { recursive: true, mode: 0o700 });
    },
    async leave() {
      // Fails if it isn't empty, or was never made.
      await rmdir(directory).catch(() => {});
    },
  };
}

/** Null if the source has more than `maximumBytes`. */
async function writeNew(path: string, source: Readable, maximumBytes: number): Promise<RunningHash | null> {
  const running = newRunningHash();
  const handle = await open(path, 'wx', 0o600);
  try {
    return (await writeHashed(handle, source, running, { maximumBytes })) ? running : null;
  } finally {
    await handle.close();
  }
}

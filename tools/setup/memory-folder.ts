import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { freemem } from 'node:os';
import { join } from 'node:path';

const shared = '/dev/shm';
/** Its number in `statfs`. */
const tmpfs = 0x01021994;
const gigabyte = 1024 ** 3;

/** Linux's folder in memory, if it and the memory have room for what tests write. */
export function memoryFolder(): string | undefined {
  if (process.platform !== 'linux' || !existsSync(shared)) return undefined;
  const { type, bavail, bsize } = statfsSync(shared);
  const hasRoom = bavail * bsize > 4 * gigabyte && freemem() > 6 * gigabyte;
  return type === tmpfs && hasRoom ? shared : undefined;
}

/**
 * A folder for the temporary files of a run, in memory, removed when this process ends; undefined where there is no room.
 * Hundreds of small databases that are flushed at every commit keep a disk busy and their tests waiting.
 */
export function temporaryFolderInMemory(): string | undefined {
  const place = memoryFolder();
  if (place === undefined) return undefined;
  const folder = mkdtempSync(join(place, 'bandmate-tests-'));
  // Programs of other users, such as PostgreSQL, have folders in it.
  chmodSync(folder, 0o711);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

export type FolderLock = { release(): void };

/**
 * Locks a folder for this process, or returns null if another process has it (the app and a headless watcher on one
 * machine). It is an SQLite lock because the system releases that with the process, however the process ends: `kill -9`
 * leaves no stale lock file.
 */
export function lockFolder(folder: string): FolderLock | null {
  mkdirSync(folder, { recursive: true });
  const database = new Database(join(folder, 'lock.sqlite'), { timeout: 0 });
  try {
    database.pragma('locking_mode = EXCLUSIVE');
    database.exec('begin exclusive; create table if not exists lock (id integer); commit');
  } catch (error) {
    database.close();
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') return null;
    throw error;
  }
  return { release: () => database.close() };
}

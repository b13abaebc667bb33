import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

export type FolderLock = { release(): void };

/**
 * Takes a folder for this process, or answers null when another has it (the app and a headless watcher on one
 * machine). It is an SQLite lock because the system ends that with the process, however the process ends: no lock
 * file is left behind by `kill -9`.
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

import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import type { Log } from './log.ts';

export type SqliteOptions = {
  path: string;
  /** FULL survives power loss; NORMAL survives a crash of the app and may roll back on power loss. */
  synchronous: 'FULL' | 'NORMAL';
  /** Raised with each change of the tables. */
  version: number;
  /** Makes the tables in an empty file. */
  create: string;
  log: Log;
};

export type OpenedSqlite = {
  database: Database.Database;
  /** Where a file that could not be read was set aside, if that happened. */
  setAside: string | null;
};

/**
 * Opens a database of ours, makes it if missing, and sets a damaged or foreign one aside (never deletes it): better
 * an app that starts and says so than one that does not start.
 */
export function openSqlite(options: SqliteOptions): OpenedSqlite {
  mkdirSync(dirname(options.path), { recursive: true });
  try {
    return { database: open(options), setAside: null };
  } catch (error) {
    if (!isDamaged(error)) throw error;
    const setAside = `${options.path}.set-aside-${Date.now()}`;
    options.log.error(
      { path: options.path, setAside, error: String(error) },
      'A damaged database is set aside',
    );
    for (const suffix of ['', '-wal', '-shm']) {
      if (existsSync(options.path + suffix)) renameSync(options.path + suffix, setAside + suffix);
    }
    return { database: open(options), setAside };
  }
}

function open({ path, synchronous, version, create }: SqliteOptions): Database.Database {
  const database = new Database(path);
  try {
    database.pragma('journal_mode = WAL');
    database.pragma(`synchronous = ${synchronous}`);
    const found = database.pragma('user_version', { simple: true });
    if (found === 0) {
      database.transaction(() => {
        database.exec(create);
        database.pragma(`user_version = ${version}`);
      })();
    } else if (found !== version) throw new DamagedDatabase(`Tables of version ${found}, not ${version}`);
    const check = database.pragma('quick_check', { simple: true });
    if (check !== 'ok') throw new DamagedDatabase(`quick_check says ${check}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

class DamagedDatabase extends Error {}

/** A file that is locked, or a disk that is full, is not damaged: nothing is set aside for that. */
function isDamaged(error: unknown): boolean {
  if (error instanceof DamagedDatabase) return true;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT');
}

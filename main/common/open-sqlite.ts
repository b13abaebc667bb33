import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import type { Log } from '../../client/common/log.ts';

export type SqliteOptions = {
  path: string;
  /** FULL survives power loss; NORMAL survives a crash of the app and may roll back on power loss. */
  synchronous: 'FULL' | 'NORMAL';
  /** Raised with each change of the tables. */
  version: number;
  /** Makes the tables in an empty file. */
  create: string;
  /** What makes the tables of the version after out of those of this one. A version without one counts as damage. */
  upgrades?: Readonly<Record<number, string>>;
  log: Log;
};

export type OpenedSqlite = {
  database: Database.Database;
  /** Where a file that could not be read was set aside, if that happened. */
  setAside: string | null;
};

/** Opens a database of ours, makes it if missing, and sets a damaged or foreign one aside. */
export function openSqlite(options: SqliteOptions): OpenedSqlite {
  const { path, log } = options;
  return openOrSetAside(
    path,
    () => open(options),
    (setAside, error) =>
      log.error({ path, setAside, error: String(error) }, 'A damaged database is set aside'),
  );
}

/**
 * What `openFile` answers. Where it throws because the file is damaged, that is set aside (never deleted) and a new
 * one is opened: better an app that starts and says so than one that does not start.
 */
export function openOrSetAside(
  path: string,
  openFile: () => Database.Database,
  onDamage: (setAside: string, error: unknown) => void,
): OpenedSqlite {
  mkdirSync(dirname(path), { recursive: true });
  try {
    return { database: openFile(), setAside: null };
  } catch (error) {
    if (!isDamaged(error)) throw error;
    const setAside = `${path}.set-aside-${Date.now()}`;
    for (const suffix of ['', '-wal', '-shm']) {
      if (existsSync(path + suffix)) renameSync(path + suffix, setAside + suffix);
    }
    onDamage(setAside, error);
    return { database: openFile(), setAside };
  }
}

function open({ path, synchronous, version, create, upgrades = {} }: SqliteOptions): Database.Database {
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
    } else if (found !== version) upgrade(database, Number(found), version, upgrades);
    checkDatabase(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function upgrade(
  database: Database.Database,
  found: number,
  version: number,
  upgrades: NonNullable<SqliteOptions['upgrades']>,
): void {
  database.transaction(() => {
    for (let from = found; from !== version; from++) {
      const step = upgrades[from];
      if (step === undefined) throw new DamagedDatabase(`Tables of version ${found}, not ${version}`);
      database.exec(step);
    }
    database.pragma(`user_version = ${version}`);
  })();
}

/** Throws what `openOrSetAside` takes for damage if the file's pages don't fit together. */
export function checkDatabase(database: Database.Database): void {
  const check = database.pragma('quick_check', { simple: true });
  if (check !== 'ok') throw new DamagedDatabase(`quick_check says ${check}`);
}

class DamagedDatabase extends Error {}

/** A file that is locked, or a disk that is full, is not damaged: nothing is set aside for that. */
function isDamaged(error: unknown): boolean {
  if (error instanceof DamagedDatabase) return true;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT');
}

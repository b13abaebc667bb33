import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import type { Log } from '../../client/common/log.ts';
import { isOurHeader } from './sqlite-header.ts';
import { hasLostCommits } from './wal.ts';

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
  /** Throws `DamagedDatabase` for rows that can't be what was written. */
  check?(database: Database.Database): void;
  /** See `openOrSetAside`. */
  refill?(database: Database.Database, damagedPath: string): void;
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
    (file) => open(file, options),
    (setAside, error) =>
      log.error({ path, setAside, error: String(error) }, 'A damaged database is set aside'),
    options.refill,
  );
}

/**
 * What `openFile` answers. Where it throws because the file is damaged, that is set aside (never deleted) and a new
 * one is opened: better an app that starts and says so than one that does not start.
 *
 * `refill` gets the new one before it takes the damaged one's place, so that a crash or a full disk in the middle of it
 * costs nothing: the next start finds the damaged one again. It is for files that are written with `synchronous=FULL`,
 * whose log is looked through too: SQLite passes over what is damaged there without a word.
 */
export function openOrSetAside(
  path: string,
  openFile: (path: string) => Database.Database,
  onDamage: (setAside: string, error: unknown) => void,
  refill?: (database: Database.Database, damagedPath: string) => void,
): OpenedSqlite {
  mkdirSync(dirname(path), { recursive: true });
  const refilled = `${path}.refilled`;
  if (!existsSync(path) && existsSync(refilled)) renameSync(refilled, path);
  try {
    if (refill) checkBytes(path);
    return { database: openFile(path), setAside: null };
  } catch (error) {
    if (!isDamaged(error)) throw error;
    if (refill) {
      removeDatabase(refilled);
      const database = openFile(refilled);
      try {
        refill(database, path);
        database.pragma('wal_checkpoint(truncate)');
      } finally {
        database.close();
      }
    }
    const setAside = `${path}.set-aside-${Date.now()}`;
    // The log goes first: left behind, it would be taken for the new one's.
    for (const suffix of ['-wal', '-shm', '']) {
      if (existsSync(path + suffix)) renameSync(path + suffix, setAside + suffix);
    }
    if (refill) renameSync(refilled, path);
    onDamage(setAside, error);
    return { database: openFile(path), setAside };
  }
}

function removeDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
}

/** What SQLite would not call damage: a header that only a newer SQLite writes, a log that ends before its end. */
function checkBytes(path: string): void {
  if (existsSync(path) && !isOurHeader(readStart(path))) {
    throw new DamagedDatabase('its header is not as we write it');
  }
  const log = `${path}-wal`;
  if (existsSync(log) && hasLostCommits(readFileSync(log))) {
    throw new DamagedDatabase('what was written last can’t be read');
  }
}

function readStart(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(100);
    return bytes.subarray(0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}

function open(
  path: string,
  { synchronous, version, create, upgrades = {}, check, refill }: SqliteOptions,
): Database.Database {
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
    checkDatabase(database, refill ? 'integrity_check' : 'quick_check');
    check?.(database);
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

/**
 * Throws what `openOrSetAside` takes for damage if the file's pages don't fit together or, with `integrity_check`, its
 * rows and indexes don't.
 */
export function checkDatabase(
  database: Database.Database,
  check: 'quick_check' | 'integrity_check' = 'quick_check',
): void {
  const found = database.pragma(`${check}(1)`, { simple: true });
  if (found !== 'ok') throw new DamagedDatabase(`${check} says ${found}`);
}

/** Thrown by whoever finds that what is in a database can't be what was written. */
export class DamagedDatabase extends Error {}

/** A file that is locked, or a disk that is full, is not damaged: nothing is set aside for that. */
function isDamaged(error: unknown): boolean {
  if (error instanceof DamagedDatabase) return true;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT');
}

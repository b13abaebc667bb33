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
  /** Raised with every change of the tables. */
  version: number;
  /** SQL that makes the tables in an empty file. */
  create: string;
  /** SQL that turns the tables of a version into those of the next. A version without an entry counts as damage. */
  upgrades?: Readonly<Record<number, string>>;
  log: Log;
  /** Throws `DamagedDatabase` for rows that make no sense. */
  check?(database: Database.Database): void;
  /** See `openOrSetAside`. */
  refill?(database: Database.Database, damagedPath: string): void;
};

export type OpenedSqlite = {
  database: Database.Database;
  /** Where a damaged file was set aside; null if it was sound. */
  setAside: string | null;
};

/** Opens one of our databases, creates it if missing, and sets a damaged or foreign one aside. */
export function openSqlite(options: SqliteOptions): OpenedSqlite {
  const { path, log } = options;
  return openOrSetAside(
    path,
    (file) => open(file, options),
    (setAside, error) =>
      log.error({ path, setAside, error: String(error) }, 'A damaged database was set aside'),
    options.refill,
  );
}

/**
 * Returns what `openFile` opens. If that throws because the file is damaged, sets the file aside (never deletes it) and
 * opens a new one: an app that starts and reports the damage is better than one that doesn't start.
 *
 * `refill` copies what it can from the damaged file into the new one before that takes its place. So a crash or a full
 * disk in between costs nothing: the next start finds the damaged file again. Pass it for files written with
 * `synchronous=FULL`; then header and log are checked too, because SQLite ignores damage there silently.
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
    // The log moves first: left behind, it would count as the new file's log.
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

/** Finds damage that SQLite does not report: in the header, and within the log. */
function checkBytes(path: string): void {
  if (existsSync(path) && !isOurHeader(readStart(path))) {
    throw new DamagedDatabase('its header is damaged');
  }
  const log = existsSync(`${path}-wal`) ? readFileSync(`${path}-wal`) : null;
  if (log && log.length > 0 && hasLostCommits(log, countFramesRead(path))) {
    throw new DamagedDatabase('the last changes can’t be read');
  }
}

/**
 * How many frames of the log SQLite reads: `mxFrame` of the index it keeps in memory shared through a file
 * (https://sqlite.org/walformat.html#the_wal_index_header). Read-only, because closing a writing connection would remove
 * the log, however little of it was read.
 */
function countFramesRead(path: string): number {
  const database = new Database(path, { readonly: true });
  try {
    database.pragma('schema_version');
    return readFileSync(`${path}-shm`).readUInt32LE(16);
  } finally {
    database.close();
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
      if (step === undefined) throw new DamagedDatabase(`its tables have version ${found}, not ${version}`);
      database.exec(step);
    }
    database.pragma(`user_version = ${version}`);
  })();
}

/** Throws `DamagedDatabase` if the pages are inconsistent or, with `integrity_check`, the rows and indexes are. */
export function checkDatabase(
  database: Database.Database,
  check: 'quick_check' | 'integrity_check' = 'quick_check',
): void {
  const found = database.pragma(`${check}(1)`, { simple: true });
  if (found !== 'ok') throw new DamagedDatabase(`${check} reports ${found}`);
}

/** The content of a database can't be what was written. */
export class DamagedDatabase extends Error {}

/** Not for a locked file or a full disk: those are never set aside. */
function isDamaged(error: unknown): boolean {
  if (error instanceof DamagedDatabase) return true;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT');
}

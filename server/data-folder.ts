import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import SQLite from 'better-sqlite3';

/** The folder is in use by another server, or can't be used; `message` says which, fit to be shown. */
export class DataFolderError extends Error {
  override name = 'DataFolderError';
}

/** Lies in a folder into which a backup is being restored, until all of it is there. */
export const restoringFile = 'restoring';

export const databaseName = 'bandmate.sqlite';
export const secretName = 'secret';
export const lockName = 'lock.sqlite';

/** One server's folder, held until `release`. */
export type DataFolder = {
  path: string;
  databaseFile: string;
  /** Signs session cookies. Made once, readable by this user only. */
  secret: string;
  /** What an operator should mend, as sentences: others on this machine can read the folder. */
  warnings: string[];
  release(): void;
};

/**
 * Makes the folder if needed and takes it for this process: two servers on one folder would each number events.
 *
 * The lock is an exclusive SQLite transaction on a file of its own, so the system drops it when the process ends,
 * however it ends: there is never a stale lock to clean up.
 */
export function openDataFolder(directory: string): DataFolder {
  const path = resolve(directory);
  makeFolder(path, 'data folder');
  const lock = takeLock(path, `Another BandMate server is already using the data folder ${path}.`);
  if (existsSync(join(path, restoringFile))) {
    lock.close();
    throw new DataFolderError(
      `A backup was being restored into ${path} and is not all there. Empty the folder and restore again.`,
    );
  }
  const secret = readSecret(join(path, secretName));
  return {
    path,
    databaseFile: join(path, databaseName),
    secret,
    warnings: closeToOthers(path),
    release: () => lock.close(),
  };
}

/**
 * Gives database and secret mode 0600, also where an earlier version or a copy left them readable
 * by others. SQLite gives the files beside a database the mode of the database.
 *
 * A folder that was made by hand keeps its mode, because someone may have a reason; it is answered as a warning.
 */
function closeToOthers(path: string): string[] {
  // Windows has no such modes.
  if (process.platform === 'win32') return [];
  const warnings: string[] = [];
  const database = join(path, databaseName);
  closeSync(openSync(database, 'a', 0o600));
  for (const name of [databaseName, `${databaseName}-wal`, `${databaseName}-shm`, secretName]) {
    const file = join(path, name);
    const mode = statSync(file, { throwIfNoEntry: false })?.mode;
    if (mode === undefined || (mode & 0o077) === 0) continue;
    try {
      chmodSync(file, 0o600);
    } catch (error) {
      warnings.push(`Others on this machine can read ${file}: ${(error as Error).message}.`);
    }
  }
  if ((statSync(path).mode & 0o077) !== 0) {
    warnings.push(`Others on this machine can look into the data folder. Run: chmod 700 ${path}`);
  }
  return warnings;
}

/** Makes a folder of mode 0700 if there is none. Throws `DataFolderError`. */
export function makeFolder(path: string, called: 'data folder' | 'backup folder'): void {
  try {
    makeLevels(path);
  } catch (error) {
    throw new DataFolderError(`The ${called} ${path} can't be made: ${(error as Error).message}`);
  }
}

/** Node's own `recursive` never ends where a folder takes no folders but calls them missing, as /proc. */
function makeLevels(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = dirname(path);
  if (parent !== path) makeLevels(parent);
  mkdirSync(path, { mode: 0o700 });
}

/**
 * Takes a folder for this process. Throws `DataFolderError`: with that sentence while another one has it, else with
 * what is wrong with it.
 */
export function takeLock(path: string, ifTaken: string): SQLite.Database {
  let lock: SQLite.Database | undefined;
  try {
    lock = new SQLite(join(path, lockName), { timeout: 0 });
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock?.close();
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) {
      throw new DataFolderError(ifTaken);
    }
    throw new DataFolderError(`The folder ${path} can't be used: ${(error as Error).message}`);
  }
}

/** An empty one is what a power cut may have left of the first start: everyone could sign with it. */
function readSecret(file: string): string {
  try {
    const known = readFileSync(file, 'utf8').trim();
    if (known !== '') return known;
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
  }
  const secret = randomBytes(32).toString('base64url');
  writeFileSync(`${file}.new`, `${secret}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  return secret;
}

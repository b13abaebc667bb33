import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
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
  return {
    path,
    databaseFile: join(path, databaseName),
    secret: readSecret(join(path, secretName)),
    release: () => lock.close(),
  };
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

import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import SQLite from 'better-sqlite3';

/** The folder is in use by another server, or can't be used; `message` says which, fit to be shown. */
export class DataFolderError extends Error {
  override name = 'DataFolderError';
}

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
  try {
    makeFolder(path);
  } catch (error) {
    throw new DataFolderError(`The data folder ${path} can't be made: ${(error as Error).message}`);
  }
  const lock = takeLock(path);
  return {
    path,
    databaseFile: join(path, 'bandmate.sqlite'),
    secret: readSecret(join(path, 'secret')),
    release: () => lock.close(),
  };
}

/** Level by level: Node's own `recursive` never ends where a folder takes no folders but calls them missing, as /proc. */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  mkdirSync(path, { mode: 0o700 });
}

function takeLock(path: string): SQLite.Database {
  let lock: SQLite.Database | undefined;
  try {
    lock = new SQLite(join(path, 'lock.sqlite'), { timeout: 0 });
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock?.close();
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) {
      throw new DataFolderError(`Another BandMate server is already using the data folder ${path}.`);
    }
    throw new DataFolderError(`The data folder ${path} can't be used: ${(error as Error).message}`);
  }
}

function readSecret(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
  }
  const secret = randomBytes(32).toString('base64url');
  writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
  return secret;
}

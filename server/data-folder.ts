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
import { newSecret, type Secrets, secretsOf } from './secrets.ts';

/** The folder is in use by another server, or can't be used. `message` is a sentence for the operator. */
export class DataFolderError extends Error {
  override name = 'DataFolderError';
}

/** Present in a data folder until a backup is fully restored into it. */
export const restoringFile = 'restoring';

export const databaseName = 'bandmate.sqlite';
export const secretName = 'secret';
const linkSecretName = 'link-secret';
export const lockName = 'lock.sqlite';

/** One server's folder, held until `release`. */
export type DataFolder = Secrets & {
  path: string;
  databaseFile: string;
  /** Sentences for the operator: what others on this machine can read. */
  warnings: string[];
  release(): void;
};

/**
 * Creates the folder if needed and locks it for this process: two servers on one folder would number events twice.
 *
 * The lock is an exclusive SQLite transaction on a separate file. The system releases it when the process ends, even
 * after a crash, so there are no stale locks.
 */
export function openDataFolder(directory: string): DataFolder {
  const path = resolve(directory);
  makeFolder(path, 'data folder');
  const lock = takeLock(path, inUse(path));
  if (existsSync(join(path, restoringFile))) {
    lock.close();
    throw new DataFolderError(
      `A backup was not fully restored into ${path}. Empty the folder and restore again.`,
    );
  }
  return {
    path,
    databaseFile: join(path, databaseName),
    ...secretsOf(readSecret(join(path, secretName)), readSecret(join(path, linkSecretName))),
    warnings: closeToOthers(path),
    release: () => lock.close(),
  };
}

/**
 * Gives database and secrets mode 0600, also where an earlier version or a copy left them readable
 * by others. SQLite gives the files beside a database the mode of the database.
 *
 * A folder that was created by hand keeps its mode, since there may be a reason; it causes a warning.
 */
function closeToOthers(path: string): string[] {
  // Windows has no such modes.
  if (process.platform === 'win32') return [];
  const warnings: string[] = [];
  const database = join(path, databaseName);
  closeSync(openSync(database, 'a', 0o600));
  for (const name of [
    databaseName,
    `${databaseName}-wal`,
    `${databaseName}-shm`,
    secretName,
    linkSecretName,
  ]) {
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

/** Creates a folder with mode 0700 if there is none. Throws `DataFolderError`. */
export function makeFolder(path: string, called: 'data folder' | 'backup folder' | 'folder for files'): void {
  try {
    makeLevels(path);
  } catch (error) {
    throw new DataFolderError(`The ${called} ${path} can't be created: ${(error as Error).message}`);
  }
}

/** Node's `recursive` option loops forever on file systems like /proc, which report a missing parent instead of refusing. */
function makeLevels(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = dirname(path);
  if (parent !== path) makeLevels(parent);
  mkdirSync(path, { mode: 0o700 });
}

export const inUse = (path: string) => `Another BandMate server is already using the data folder ${path}.`;

/** Locks a folder for this process. Throws `DataFolderError`, with the message `ifTaken` if another process holds it. */
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

/** Created once, readable by this user only. An empty file may be left by a power cut during the first start. It is replaced: anyone could sign with it. */
function readSecret(file: string): string {
  try {
    const known = readFileSync(file, 'utf8').trim();
    if (known !== '') return known;
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
  }
  const secret = newSecret();
  writeFileSync(`${file}.new`, `${secret}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  return secret;
}

import type { Stats } from 'node:fs';
import { chmod, copyFile, type FileHandle, link, open, stat } from 'node:fs/promises';
import type { Failure } from '../../protocol/wire/error.ts';
import { failure } from '../failure.ts';

/** The code of a file system error, else undefined. */
export function errorCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | null)?.code;
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const postgresDiskFull = '53100';

/**
 * Whether the disk, or this user's quota, is full: for a file, for the database, or for the shared memory that SQLite
 * keeps in a file beside it (`-shm`).
 */
export function isNoSpace(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', postgresDiskFull].includes(
    errorCode(error) ?? '',
  );
}

export const noSpace: Failure = failure(
  'no-space',
  "The server's disk is full. Everything on it is safe; try again when there is room.",
);

/** Null for what doesn't exist. */
export async function statIfThere(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Forces a file's bytes to the disk. */
export async function syncFile(path: string): Promise<void> {
  await withHandle(await open(path, 'r+'), (handle) => handle.sync());
}

/** Forces a folder's entries to the disk, so that a rename or link in it survives a power cut. */
export async function syncDirectory(path: string): Promise<void> {
  // Windows can't open a folder; NTFS journals its entries automatically.
  if (process.platform === 'win32') return;
  await withHandle(await open(path, 'r'), (handle) => handle.sync());
}

/**
 * Gives a file a second name, which costs nothing. Copies it where that isn't possible: to another file system, or on
 * one without hard links.
 */
export async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') throw error;
    await copyFile(from, to);
    await syncFile(to);
  }
  await chmod(to, 0o600);
}

async function withHandle(handle: FileHandle, task: (handle: FileHandle) => Promise<void>): Promise<void> {
  try {
    await task(handle);
  } finally {
    await handle.close();
  }
}

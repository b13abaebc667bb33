import { chmod, copyFile, type FileHandle, link, open } from 'node:fs/promises';
import type { Failure } from '../../protocol/wire/error.ts';
import { failure } from '../failure.ts';

/** The code of a file system error, else undefined. */
export function errorCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | null)?.code;
}

/**
 * The disk, or this user's share of it, is full: for a file, for the database, or for the memory that SQLite shares
 * through a file beside it (`-shm`).
 */
export function isNoSpace(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE'].includes(errorCode(error) ?? '');
}

export const noSpace: Failure = failure(
  'no-space',
  "The server's disk is full. What it already holds is safe; try again when there is room.",
);

/** Forces a file's bytes to the disk. */
export async function syncFile(path: string): Promise<void> {
  await withHandle(await open(path, 'r+'), (handle) => handle.sync());
}

/** Forces a folder's entries to the disk, so that a rename or link in it outlives a power cut. */
export async function syncDirectory(path: string): Promise<void> {
  // Windows can't open a folder; NTFS journals its entries by itself.
  if (process.platform === 'win32') return;
  await withHandle(await open(path, 'r'), (handle) => handle.sync());
}

/** A second name for the same bytes costs nothing; where the file system has no links, or it is another one, a copy. */
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

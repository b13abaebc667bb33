import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Outcome } from '../../protocol/wire/error.ts';
import { databaseName, lockName, makeFolder, restoringFile, secretName, takeLock } from '../data-folder.ts';
import { failure } from '../failure.ts';
import { errorCode, isNoSpace, linkOrCopy, syncDirectory, syncFile } from '../storage/disk.ts';
import { findDamage, readManifest, readReferences, unfinished, withDatabase } from './backup-content.ts';
import { blobPath } from './keep-blobs.ts';

/** What was restored. `missing` names bytes that the backup doesn't have, or not as they were. */
export type Restored = { path: string; files: number; missing: string[] };

/**
 * Makes an empty folder the data folder that a backup was made of. All bytes are read and compared with their SHA-256.
 *
 * The database gets a new epoch, since its log will go on otherwise than the one that clients have followed: so each of
 * them reads anew what it has, and none takes an event for one that it has seen. Their outboxes go out as always.
 *
 * Until all is there a mark in the folder keeps a server from starting on it; if it fails, the folder is left empty.
 * Throws `DataFolderError` for a folder that can't be used.
 */
export async function restoreBackup(backupPath: string, dataDirectory: string): Promise<Outcome<Restored>> {
  const [backup, data] = [resolve(backupPath), resolve(dataDirectory)];
  if (!(await readManifest(backup))) {
    return failure(
      'not-found',
      `${backup} is no finished backup: its name ends with ${unfinished}, or it has no backup.json that can be read.`,
    );
  }
  makeFolder(data, 'data folder');
  const notEmpty = failure(
    'conflict',
    `${data} is not empty. Set DATA_DIR to an empty folder, or a new one.`,
  );
  if ((await thereIn(data)).length > 0) return notEmpty;
  const lock = takeLock(data, `The data folder ${data} is in use.`);
  try {
    // Another restore may have filled it before the lock was ours: that must not be taken away again.
    if ((await thereIn(data)).length > 0) return notEmpty;
    return await fillOrEmpty(backup, data);
  } finally {
    lock.close();
  }
}

async function fillOrEmpty(backup: string, data: string): Promise<Outcome<Restored>> {
  try {
    const restored = await fill(backup, data);
    if (!restored.ok) await empty(data);
    return restored;
  } catch (error) {
    await empty(data);
    if (isNoSpace(error)) return failure('no-space', `There is no room for the data in ${data}.`);
    throw error;
  }
}

/** What is in a folder beside what a disk of its own has from the beginning, and the lock with its journal. */
async function thereIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name !== 'lost+found' && !name.startsWith(lockName));
}

/** Takes away what a restore that has failed has brought into an empty folder; last the mark that keeps servers out. */
async function empty(data: string): Promise<void> {
  for (const name of await thereIn(data)) {
    if (name !== restoringFile) await rm(join(data, name), { recursive: true });
  }
  await syncDirectory(data);
  await rm(join(data, restoringFile), { force: true });
}

async function fill(backup: string, data: string): Promise<Outcome<Restored>> {
  await writeFile(join(data, restoringFile), `${backup}\n`, { mode: 0o600 });
  await syncDirectory(data);
  const database = join(data, `${databaseName}.${restoringFile}`);
  await copyFile(join(backup, databaseName), database);
  const { damage, references } = await withDatabase(database, (sqlite) => {
    sqlite.prepare(`update meta set value = ? where key = 'epoch'`).run(randomUUID());
    return { damage: findDamage(sqlite), references: readReferences(sqlite) };
  });
  if (damage) return failure('internal', `The database of the backup is damaged: ${damage}.`);
  await syncFile(database);

  const missing: string[] = [];
  await mkdir(join(data, 'blobs'), { mode: 0o700 });
  for (const sha256 of references.keys()) {
    if (!(await bring(backup, data, sha256))) missing.push(sha256);
  }
  for (const shard of await readdir(join(data, 'blobs'))) await syncDirectory(join(data, 'blobs', shard));
  await syncDirectory(join(data, 'blobs'));
  await copyFile(join(backup, secretName), join(data, secretName));
  await syncFile(join(data, secretName));

  await rename(database, join(data, databaseName));
  await syncDirectory(data);
  await rm(join(data, restoringFile));
  await syncDirectory(data);
  return { ok: true, data: { path: data, files: references.size - missing.length, missing } };
}

/** Brings bytes that are as they were, with their waveform. */
async function bring(backup: string, data: string, sha256: string): Promise<boolean> {
  const from = blobPath(backup, sha256);
  if ((await hashOf(from)) !== sha256) return false;
  await mkdir(join(data, 'blobs', sha256.slice(0, 2)), { recursive: true, mode: 0o700 });
  await linkOrCopy(from, blobPath(data, sha256));
  // Measured anew if it isn't there.
  await linkOrCopy(`${from}.peaks`, blobPath(data, `${sha256}.peaks`)).catch((error) => {
    if (errorCode(error) !== 'ENOENT') throw error;
  });
  return true;
}

async function hashOf(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path, { highWaterMark: 1024 ** 2 }), hash);
    return hash.digest('hex');
  } catch {
    // Not there, or a disk that gives it back no more.
    return null;
  }
}

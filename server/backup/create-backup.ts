import { chmod, copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import type { Outcome } from '../../protocol/wire/error.ts';
import { databaseName, makeFolder, secretName, takeLock } from '../data-folder.ts';
import { failure } from '../failure.ts';
import { isNoSpace, syncDirectory, syncFile } from '../storage/disk.ts';
import {
  findDamage,
  type Manifest,
  manifestFile,
  type References,
  readManifest,
  readReferences,
  unfinished,
  withDatabase,
} from './backup-content.ts';
import { createBlobKeeper, sizeOf } from './keep-blobs.ts';

/** Told, and waited for, when the files that were there, and then the database, are in the backup. */
export type OnStage = (stage: 'files' | 'database') => unknown;

/**
 * Makes a backup of a server's data folder in a new folder below `target`, also while the server runs.
 *
 * Bytes first, then the database, then the bytes that came in between: so every file that the copied database names
 * is there. What is swept meanwhile was named by nothing before the copy was made; what is named anew was put within
 * the last minutes, and the sweeper takes nothing that is younger than a day.
 *
 * Throws `DataFolderError` for a target that can't be used.
 */
export async function createBackup(
  dataDirectory: string,
  target: string,
  onStage: OnStage = () => {},
): Promise<Outcome<{ path: string; manifest: Manifest }>> {
  const [data, folder] = [resolve(dataDirectory), resolve(target)];
  const way = relative(data, folder);
  if (!way.startsWith('..') && !isAbsolute(way)) {
    return failure('invalid', `${folder} lies in the data folder. Choose a place outside of it.`);
  }
  if ((await sizeOf(join(data, databaseName))) === null) {
    return failure('not-found', `There is no server's data in ${data}. Set DATA_DIR to its folder.`);
  }
  makeFolder(folder, 'backup folder');
  const lock = takeLock(folder, `Another backup is being made in ${folder}.`);
  try {
    return await createIn(data, folder, onStage);
  } finally {
    lock.close();
  }
}

async function createIn(data: string, folder: string, onStage: OnStage) {
  const earlier = await readdir(folder);
  // Of backups that broke off: nobody else makes one here now.
  for (const name of earlier.filter((each) => each.endsWith(unfinished))) {
    await rm(join(folder, name), { recursive: true });
  }
  const at = new Date().toISOString();
  const path = join(folder, at.replaceAll(/[:.]/g, '-'));
  const partial = `${path}${unfinished}`;
  try {
    await mkdir(join(partial, 'blobs'), { recursive: true, mode: 0o700 });
    const filled = await fill(partial, { data, previous: await findPrevious(folder, earlier), at, onStage });
    if (!filled.ok) {
      await rm(partial, { recursive: true });
      return filled;
    }
    await rename(partial, path);
    await syncDirectory(folder);
    return { ok: true as const, data: { path, manifest: filled.data } };
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (isNoSpace(error)) return failure('no-space', `There is no room for the backup in ${folder}.`);
    throw error;
  }
}

async function findPrevious(folder: string, names: string[]): Promise<string | null> {
  for (const name of names.toSorted().toReversed()) {
    if (await readManifest(join(folder, name))) return join(folder, name);
  }
  return null;
}

/** Null where the disk has no room for the files that SQLite makes beside a database while it is open. */
async function readLive(live: string): Promise<References | null> {
  try {
    return await withDatabase(live, readReferences);
  } catch (error) {
    if (isNoSpace(error)) return null;
    throw error;
  }
}

type Source = { data: string; previous: string | null; at: string; onStage: OnStage };

async function fill(backup: string, { data, previous, at, onStage }: Source): Promise<Outcome<Manifest>> {
  const blobs = createBlobKeeper({ data, previous, backup });
  const live = join(data, databaseName);
  const named = await readLive(live);
  if (!named) {
    return failure(
      'no-space',
      `The server's disk is full: its database in ${data} needs some kilobytes beside it to be read. Make that room.`,
    );
  }
  for (const sha256 of named.keys()) await blobs.keep(sha256);
  await onStage('files');

  const copy = join(backup, databaseName);
  // All pages in one step: a change in between would have it begin anew, for ever on a busy server.
  await withDatabase(live, (sqlite) => sqlite.backup(copy, { progress: () => 0x7fffffff }));
  const { damage, epoch, references } = await withDatabase(copy, (sqlite) => {
    // One file, without a log beside it.
    sqlite.pragma('journal_mode = delete');
    const row = sqlite.prepare(`select value from meta where key = 'epoch'`).pluck().get();
    return { damage: findDamage(sqlite), epoch: String(row), references: readReferences(sqlite) };
  });
  if (damage) return failure('internal', `The server's database is damaged: ${damage}.`);
  await chmod(copy, 0o600);
  await syncFile(copy);
  await onStage('database');

  for (const sha256 of references.keys()) await blobs.keep(sha256);
  const missing = await blobs.findMissing(references);
  await blobs.finish(references);
  await copyFile(join(data, secretName), join(backup, secretName));
  await syncFile(join(backup, secretName));

  const there = [...references].filter(([sha256]) => !missing.includes(sha256));
  const manifest: Manifest = {
    format: 1,
    at,
    version: packageJson.version,
    epoch,
    files: there.length,
    bytes: there.reduce((sum, [, size]) => sum + (size ?? 0), 0),
    missing,
  };
  await writeFile(join(backup, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  await syncFile(join(backup, manifestFile));
  await syncDirectory(backup);
  return { ok: true, data: manifest };
}

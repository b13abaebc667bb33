import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { Clock } from '../../common/clock.ts';
import type { Environment } from '../../common/environment.ts';
import packageJson from '../../package.json' with { type: 'json' };
import type { Outcome } from '../../protocol/wire/error.ts';
import { databaseName, makeFolder, secretName, takeLock } from '../data-folder.ts';
import { failure } from '../failure.ts';
import { isNoSpace, statIfThere, syncDirectory, syncFile } from '../storage/disk.ts';
import { createFolderBlobStore } from '../storage/folder-blob-store.ts';
import { openBlobs, type StorageConfig } from '../storage/open-stores.ts';
import {
  findDamage,
  type Manifest,
  manifestFile,
  type References,
  readManifest,
  readReferences,
  sealedName,
  unfinished,
  withDatabase,
} from './backup-content.ts';
import { createBlobCopier } from './copy-blobs.ts';
import { createSeal, type Sealing, unsealed } from './sealing.ts';
import { openShared } from './shared-database.ts';

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** Called and awaited once the existing files, and then the database, are in the backup. */
export type OnStage = (stage: 'files' | 'database') => unknown;

/**
 * Makes a backup of a server's data folder in a new folder below `target`, even while the server runs.
 *
 * Copies the blobs, then the database, then the blobs that arrived in between, so that every file in the copied
 * database has its bytes. Blobs that are swept meanwhile had no file before the database was copied. Blobs that got a
 * file meanwhile were put within the last minutes, and the sweep removes nothing younger than a day.
 *
 * Throws `DataFolderError` for a target that can't be used.
 */
export async function createBackup(
  server: StorageConfig,
  target: string,
  environment: Environment,
  { onStage = () => {}, recipients = [] }: { onStage?: OnStage; recipients?: string[] } = {},
): Promise<Outcome<{ path: string; manifest: Manifest }>> {
  const sealing: Outcome<Sealing> =
    recipients.length > 0 ? await createSeal(recipients) : { ok: true, data: unsealed };
  if (!sealing.ok) return sealing;
  const encryption = { recipients, sealing: sealing.data };
  const [data, folder] = [resolve(server.dataDirectory), resolve(target)];
  const path = relative(data, folder);
  if (!path.startsWith('..') && !isAbsolute(path)) {
    return failure('invalid', `${folder} is inside the data folder. Choose a folder outside it.`);
  }
  if (!server.databaseUrl && !(await statIfThere(join(data, databaseName)))) {
    return failure('not-found', `There is no server's data in ${data}. Set DATA_DIR to the data folder.`);
  }
  makeFolder(data, 'data folder');
  makeFolder(folder, 'backup folder');
  const lock = takeLock(folder, `Another backup is being made in ${folder}.`);
  try {
    return await createIn({ ...server, dataDirectory: data }, folder, environment, encryption, onStage);
  } finally {
    lock.close();
  }
}

async function createIn(
  server: StorageConfig,
  folder: string,
  { clock }: Environment,
  encryption: Encryption,
  onStage: OnStage,
) {
  const earlier = await readdir(folder);
  // Left by interrupted backups: the lock says that no other one is being made.
  for (const name of earlier.filter((each) => each.endsWith(unfinished))) {
    await rm(join(folder, name), { recursive: true });
  }
  const at = new Date(clock.now()).toISOString();
  const path = join(folder, at.replaceAll(/[:.]/g, '-'));
  const partial = `${path}${unfinished}`;
  try {
    await mkdir(partial, { mode: 0o700 });
    const previous = await findPrevious(folder, earlier, encryption.recipients);
    const filled = await fill(partial, { server, previous, at, clock, onStage, ...encryption });
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

/** The newest backup whose bytes this one can take over: one that the same keys open. */
async function findPrevious(folder: string, names: string[], recipients: string[]): Promise<string | null> {
  for (const name of names.toSorted().toReversed()) {
    const manifest = await readManifest(join(folder, name));
    if (manifest && String(manifest.recipients ?? []) === String(recipients)) return join(folder, name);
  }
  return null;
}

/** Null if the disk has no room for the files that SQLite makes beside an open database. */
async function readLive(live: string): Promise<References | null> {
  try {
    return await withDatabase(live, readReferences);
  } catch (error) {
    if (isNoSpace(error)) return null;
    throw error;
  }
}

type Encryption = { recipients: string[]; sealing: Sealing };
type Source = Encryption & {
  server: StorageConfig;
  previous: string | null;
  at: string;
  clock: Clock;
  onStage: OnStage;
};

/** A new name in the data folder. Removes what interrupted backups have left there. */
async function newCopyName(data: string, clock: Clock): Promise<string> {
  const prefix = `${databaseName}.backup-`;
  for (const name of (await readdir(data)).filter((each) => each.startsWith(prefix))) {
    const found = await statIfThere(join(data, name));
    if (found && found.mtimeMs < clock.now() - dayMilliseconds) await rm(join(data, name), { force: true });
  }
  return join(data, `${prefix}${randomUUID()}`);
}

async function sealSecret(secret: string, temporary: string, to: string, sealing: Sealing): Promise<void> {
  await using _discarded = discardLater(temporary);
  await writeFile(temporary, `${secret}\n`, { mode: 0o600 });
  await sealing.applyToFile(temporary, to);
}

function discardLater(path: string): AsyncDisposable {
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
}

async function fill(
  backup: string,
  { server, previous, at, clock, onStage, recipients, sealing }: Source,
): Promise<Outcome<Manifest>> {
  const data = server.dataDirectory;
  const blobs = createBlobCopier({
    from: await openBlobs(server, clock),
    previous: previous === null ? null : createFolderBlobStore(previous, clock),
    to: createFolderBlobStore(backup, clock),
    ...{ sealing, temporary: join(backup, 'incoming') },
  });
  const live = join(data, databaseName);
  await using shared = server.databaseUrl ? await openShared(server.databaseUrl) : null;
  const named = shared ? await shared.readReferences() : await readLive(live);
  if (!named) {
    return failure(
      'no-space',
      `The server's disk is full: reading the database in ${data} needs a few free kilobytes. Free some space.`,
    );
  }
  for (const sha256 of named.keys()) await blobs.copy(sha256);
  await onStage('files');

  const isSealed = recipients.length > 0;
  // The disk with the backups never sees an encrypted one's content.
  const copy = isSealed ? await newCopyName(data, clock) : join(backup, databaseName);
  await using _discarded = isSealed ? discardLater(copy) : null;
  if (shared) await shared.copyTo(copy);
  // All pages in one step: SQLite starts over after every change in between, which never ends on a busy server.
  else await withDatabase(live, (sqlite) => sqlite.backup(copy, { progress: () => 0x7fffffff }));
  const { damage, epoch, references } = await withDatabase(copy, (sqlite) => {
    // A single file, without a write-ahead log beside it.
    sqlite.pragma('journal_mode = delete');
    const row = sqlite.prepare(`select value from meta where key = 'epoch'`).pluck().get();
    return { damage: findDamage(sqlite), epoch: String(row), references: readReferences(sqlite) };
  });
  if (damage) return failure('internal', `The server's database is damaged: ${damage}.`);
  await chmod(copy, 0o600);
  await syncFile(copy);
  await onStage('database');

  for (const sha256 of references.keys()) await blobs.copy(sha256);
  const missing = await blobs.findMissing(references);
  await blobs.finish(references);
  const secret = join(backup, isSealed ? sealedName(secretName) : secretName);
  if (shared) await sealSecret(await shared.readSecret(), await newCopyName(data, clock), secret, sealing);
  else await sealing.applyToFile(join(data, secretName), secret);
  await syncFile(secret);
  if (isSealed) {
    await sealing.applyToFile(copy, join(backup, sealedName(databaseName)));
    await syncFile(join(backup, sealedName(databaseName)));
  }

  const present = [...references].filter(([sha256]) => !missing.includes(sha256));
  const manifest: Manifest = {
    ...(isSealed ? { format: 2, recipients } : { format: 1 }),
    at,
    version: packageJson.version,
    epoch,
    files: present.length,
    bytes: present.reduce((sum, [, size]) => sum + (size ?? 0), 0),
    missing,
  };
  await writeFile(join(backup, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  await syncFile(join(backup, manifestFile));
  await syncDirectory(backup);
  return { ok: true, data: manifest };
}

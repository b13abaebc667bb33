import { createHash } from 'node:crypto';
import { copyFile, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Environment } from '../../common/environment.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import { databaseName, lockName, makeFolder, restoringFile, secretName, takeLock } from '../data-folder.ts';
import { failure } from '../failure.ts';
import { fingerprintKey } from '../secrets.ts';
import { type BlobStore, pairSidecar, type Sidecar, sidecarNames } from '../storage/blob-store.ts';
import { isNoSpace, syncDirectory, syncFile } from '../storage/disk.ts';
import { createFolderBlobStore } from '../storage/folder-blob-store.ts';
import { openBlobs, type StorageConfig } from '../storage/open-stores.ts';
import type { StoredBytes } from '../storage/stored-bytes.ts';
import {
  findDamage,
  type Manifest,
  readManifest,
  readReferences,
  sealedName,
  unfinished,
  withDatabase,
} from './backup-content.ts';
import { compareSecrets } from './compare-secrets.ts';
import { opens, readSealKey, type Sealing } from './sealing.ts';
import { abandonRestore, beginRestore, finishRestore } from './shared-database.ts';

/**
 * The result of a restore. `missing` names blobs that the backup lacks, or whose bytes have changed; `notes` are sentences for
 * the operator.
 */
export type Restored = { path: string; files: number; missing: string[]; notes: string[] };

/** The server to be, with the secret it is told to have. */
type Target = StorageConfig & { secret?: string | null };

/**
 * Restores a backup into an empty data folder. Reads all blobs and compares them with their SHA-256.
 *
 * The database gets a new epoch, because its log will continue differently from the one that clients have followed. So
 * each client reads everything again, and none mistakes an event for one it has seen. Their outboxes are sent as usual.
 *
 * Until the folder is complete, a file in it keeps a server from starting. If the restore fails, the folder is left
 * empty. Throws `DataFolderError` for a folder that can't be used.
 */
export async function restoreBackup(
  backupPath: string,
  server: Target,
  environment: Environment,
  keyFile?: string,
): Promise<Outcome<Restored>> {
  const [backup, data] = [resolve(backupPath), resolve(server.dataDirectory)];
  const manifest = await readManifest(backup);
  if (!manifest) {
    return failure(
      'not-found',
      `${backup} isn't a finished backup: its name ends with ${unfinished}, or its backup.json can't be read.`,
    );
  }
  const key = await openKey(backup, manifest, keyFile);
  if (!key.ok) return key;
  makeFolder(data, 'data folder');
  const notEmpty = failure(
    'conflict',
    `${data} is not empty. Set DATA_DIR to an empty folder, or a new one.`,
  );
  if ((await contentOf(data)).length > 0) return notEmpty;
  const lock = takeLock(data, `The data folder ${data} is in use.`);
  try {
    // Another restore may have filled the folder before we got the lock; its data must stay.
    if ((await contentOf(data)).length > 0) return notEmpty;
    if (server.databaseUrl && !(await beginRestore(server.databaseUrl, backup))) {
      return failure('conflict', 'The database at DATABASE_URL is not empty. Name a new one.');
    }
    const from = { backup, key: key.data };
    return await fillOrEmpty(from, { ...server, dataDirectory: data }, environment);
  } finally {
    lock.close();
  }
}

type From = { backup: string; key: Sealing | null };

/** The key of an encrypted backup, after it has opened a file of it; null for one without encryption. */
async function openKey(
  backup: string,
  { format }: Manifest,
  keyFile: string | undefined,
): Promise<Outcome<Sealing | null>> {
  if (format === 1) return { ok: true, data: null };
  if (!keyFile) {
    return failure('invalid', `${backup} is encrypted. Set BACKUP_KEY_FILE to the file with its key.`);
  }
  const key = await readSealKey(keyFile);
  if (!key.ok) return key;
  if (await opens(key.data, join(backup, sealedName(secretName)))) return key;
  return failure('forbidden', `The key in ${keyFile} doesn't open ${backup}. Nothing was changed.`);
}

async function fillOrEmpty(from: From, server: Target, environment: Environment): Promise<Outcome<Restored>> {
  const data = server.dataDirectory;
  try {
    const restored = await fill(from, server, environment);
    if (!restored.ok) await empty(data, server);
    return restored;
  } catch (error) {
    await empty(data, server);
    if (isNoSpace(error)) return failure('no-space', `There is no room for the data in ${data}.`);
    throw error;
  }
}

/** The entries of a folder, without the lock with its journal and what a new disk has from the beginning. */
async function contentOf(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name !== 'lost+found' && !name.startsWith(lockName));
}

/** Removes what a failed restore has put into the folder; last the file that keeps servers from starting. */
async function empty(data: string, { databaseUrl }: StorageConfig): Promise<void> {
  if (databaseUrl) await abandonRestore(databaseUrl);
  for (const name of await contentOf(data)) {
    if (name !== restoringFile) await rm(join(data, name), { recursive: true });
  }
  await syncDirectory(data);
  await rm(join(data, restoringFile), { force: true });
}

async function fill(
  { backup, key }: From,
  server: Target,
  { clock, newId }: Environment,
): Promise<Outcome<Restored>> {
  const data = server.dataDirectory;
  await writeFile(join(data, restoringFile), `${backup}\n`, { mode: 0o600 });
  await syncDirectory(data);
  const database = join(data, `${databaseName}.${restoringFile}`);
  const take = async (name: string, to: string) =>
    key ? key.applyToFile(join(backup, sealedName(name)), to) : copyFile(join(backup, name), to);
  try {
    await take(databaseName, database);
  } catch (error) {
    if (!key || isNoSpace(error)) throw error;
    return failure('internal', 'The database of the backup is damaged: it can’t be decrypted.');
  }
  const { damage, references, fingerprint } = await withDatabase(database, (sqlite) => {
    sqlite.prepare(`update meta set value = ? where key = 'epoch'`).run(newId());
    const known = sqlite.prepare<[string], string>('select value from meta where key = ?').pluck();
    const fingerprint = known.get(fingerprintKey) ?? null;
    return { damage: findDamage(sqlite), references: readReferences(sqlite), fingerprint };
  });
  if (damage) return failure('internal', `The database of the backup is damaged: ${damage}.`);
  await syncFile(database);
  const secret = join(data, secretName);
  await take(secretName, secret);
  await syncFile(secret);
  const kept = (await readFile(secret, 'utf8')).trim();
  const given = server.secret ?? null;
  const compared = compareSecrets({ given, kept, fingerprint, isShared: Boolean(server.databaseUrl) });
  if (!compared.ok) return compared;

  const missing: string[] = [];
  const temporary = join(data, 'incoming');
  const [from, to] = [createFolderBlobStore(backup, clock), await openBlobs(server, clock)];
  for (const sha256 of references.keys()) {
    if (!(await copyIntact(openedBy(key, from, temporary), to, sha256))) missing.push(sha256);
  }
  await to.flush();
  if (server.databaseUrl) {
    await finishRestore(server.databaseUrl, database, kept);
    for (const file of [secret, database]) await rm(file);
  } else await rename(database, join(data, databaseName));
  await syncDirectory(data);
  await rm(join(data, restoringFile));
  await syncDirectory(data);
  const files = references.size - missing.length;
  return { ok: true, data: { path: data, files, missing, notes: compared.data } };
}

type Source = Pick<BlobStore, 'open' | 'listPairs'>;

/** The blobs of a backup as they were before it was encrypted. */
function openedBy(key: Sealing | null, from: BlobStore, temporary: string): Source {
  if (!key) return from;
  return {
    listPairs: from.listPairs,
    async open(sha256, sidecar) {
      await using bytes = await from.open(sha256, sidecar);
      return bytes && key.apply(bytes, temporary);
    },
  };
}

/** Copies a blob with its sidecars if its bytes are still those of its hash. Missing sidecars are measured again. */
async function copyIntact(from: Source, to: BlobStore, sha256: string): Promise<boolean> {
  // A disk may be unable to open what it holds.
  await using bytes = await from.open(sha256).catch(() => null);
  if (!bytes || (await hashOf(bytes)) !== sha256) return false;
  await to.add(bytes, sha256);
  const sidecars: Sidecar[] = [...sidecarNames];
  for await (const { older } of from.listPairs(sha256)) sidecars.push(pairSidecar(older));
  for (const name of sidecars) {
    await using sidecar = await from.open(sha256, name);
    if (sidecar) await to.add(sidecar, sha256, name);
  }
  return true;
}

/** Null if the disk can't read these bytes any more. */
async function hashOf(bytes: StoredBytes): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    await pipeline(bytes.stream(), hash);
    return hash.digest('hex');
  } catch {
    return null;
  }
}

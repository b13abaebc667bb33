import { realpathSync } from 'node:fs';
import type { Clock } from '../../common/clock.ts';
import type { ServerConfig } from '../config.ts';
import { makeFolder, takeLock } from '../data-folder.ts';
import { createAbsentBlobStore, createAbsentPartStore } from './absent-stores.ts';
import type { BlobStore } from './blob-store.ts';
import { createFolderBlobStore } from './folder-blob-store.ts';
import { createFolderPartStore } from './folder-part-store.ts';
import type { PartStore } from './part-store.ts';
import { openS3 } from './s3.ts';
import { createS3BlobStore } from './s3-blob-store.ts';
import { checkS3 } from './s3-check.ts';
import { createS3PartStore } from './s3-part-store.ts';
import { parseStorageUrl, type S3Place } from './storage-url.ts';

export type Stores = { blobs: BlobStore; parts: PartStore };

/** The settings that decide where bytes are kept. */
export type StorageConfig = Pick<ServerConfig, 'dataDirectory'> & {
  storageUrl?: string | null;
  databaseUrl?: string | null;
  diskReserveBytes?: number;
};

/** Whether files are kept at all: not by a node of several that was given no storage. */
export function keepsFiles({ storageUrl, databaseUrl }: Omit<StorageConfig, 'dataDirectory'>): boolean {
  return Boolean(storageUrl) || !databaseUrl;
}

/** Whether other servers may use the same storage: a folder is one server's. */
export function sharesFiles(config: StorageConfig): boolean {
  return keepsFiles(config) && 's3' in placeOf(config);
}

/**
 * The stores of the server that owns the data folder. Throws `StorageError` if the storage refuses its keys or doesn't
 * exist. One that doesn't answer at the moment is waited for by the requests that need it; `onTrouble` is called.
 */
export async function openStores(
  config: StorageConfig,
  clock: Clock,
  onTrouble: (error: Error) => void = () => {},
): Promise<Stores> {
  if (!keepsFiles(config)) return { blobs: createAbsentBlobStore(), parts: createAbsentPartStore() };
  const place = placeOf(config);
  if ('folder' in place) {
    const blobs = createFolderBlobStore(place.folder, clock, config.diskReserveBytes);
    await blobs.discardUnfinished();
    return { blobs, parts: createFolderPartStore(place.folder) };
  }
  const s3 = await openS3(place.s3);
  const blobs = createS3BlobStore(s3, clock);
  await checkS3(s3, onTrouble, blobs.discardUnfinished);
  return { blobs, parts: createS3PartStore(s3) };
}

/**
 * Holds the folder that files are kept in for this process, if it is another one than the data folder, which is held already:
 * a second server would remove what the first one is receiving. Throws `DataFolderError`.
 */
export function holdStorage(config: StorageConfig): { release(): void } {
  const place = keepsFiles(config) ? placeOf(config) : null;
  if (!place || 's3' in place) return { release: () => {} };
  makeFolder(place.folder, 'folder for files');
  if (realpathSync(place.folder) === realpathSync(config.dataDirectory)) return { release: () => {} };
  const lock = takeLock(
    place.folder,
    `Another BandMate server keeps its files in ${place.folder}, and a folder has room for one. Several servers need STORAGE_URL=s3://…, or none but one of them any STORAGE_URL.`,
  );
  return { release: () => lock.close() };
}

/** The server's blobs, also for a program beside the server. */
export async function openBlobs(config: StorageConfig, clock: Clock): Promise<BlobStore> {
  if (!keepsFiles(config)) return createAbsentBlobStore();
  const place = placeOf(config);
  return 'folder' in place
    ? createFolderBlobStore(place.folder, clock, config.diskReserveBytes)
    : createS3BlobStore(await openS3(place.s3), clock);
}

function placeOf({ dataDirectory, storageUrl }: StorageConfig): { folder: string } | { s3: S3Place } {
  const place = storageUrl ? parseStorageUrl(storageUrl) : { folder: dataDirectory };
  if (typeof place === 'string') throw new Error(`STORAGE_URL ${place}.`);
  return place;
}

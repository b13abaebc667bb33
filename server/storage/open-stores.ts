import type { Clock } from '../../common/clock.ts';
import type { ServerConfig } from '../config.ts';
import { createAbsentBlobStore, createAbsentPartStore } from './absent-stores.ts';
import type { BlobStore } from './blob-store.ts';
import { createFolderBlobStore } from './folder-blob-store.ts';
import { createFolderPartStore } from './folder-part-store.ts';
import type { PartStore } from './part-store.ts';
import { openS3, type S3 } from './s3.ts';
import { createS3BlobStore } from './s3-blob-store.ts';
import { checkS3 } from './s3-check.ts';
import { createS3PartStore } from './s3-part-store.ts';
import { parseS3Url } from './s3-url.ts';

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

/**
 * The stores of the server that owns the data folder. Throws `StorageError` if the storage refuses its keys or doesn't
 * exist. One that doesn't answer at the moment is waited for by the requests that need it; `onTrouble` is told.
 */
export async function openStores(
  config: StorageConfig,
  clock: Clock,
  onTrouble: (error: Error) => void = () => {},
): Promise<Stores> {
  if (!keepsFiles(config)) return { blobs: createAbsentBlobStore(), parts: createAbsentPartStore() };
  const { storageUrl, dataDirectory } = config;
  if (!storageUrl) {
    const blobs = openFolder(config, clock);
    await blobs.discardUnfinished();
    return { blobs, parts: createFolderPartStore(dataDirectory) };
  }
  const s3 = await openAt(storageUrl);
  const blobs = createS3BlobStore(s3, clock);
  const parts = createS3PartStore(s3);
  await checkS3(s3, onTrouble, blobs.discardUnfinished);
  return { blobs, parts };
}

/** The server's blobs, also for a program beside the server. */
export async function openBlobs(config: StorageConfig, clock: Clock): Promise<BlobStore> {
  if (!keepsFiles(config)) return createAbsentBlobStore();
  const { storageUrl } = config;
  return storageUrl ? createS3BlobStore(await openAt(storageUrl), clock) : openFolder(config, clock);
}

function openFolder({ dataDirectory, diskReserveBytes }: StorageConfig, clock: Clock): BlobStore {
  return createFolderBlobStore(dataDirectory, clock, diskReserveBytes);
}

async function openAt(storageUrl: string): Promise<S3> {
  const place = parseS3Url(storageUrl);
  if (typeof place === 'string') throw new Error(`STORAGE_URL ${place}.`);
  return openS3(place);
}

import type { Clock } from '../../common/clock.ts';
import type { ServerConfig } from '../config.ts';
import type { BlobStore } from './blob-store.ts';
import { createFolderBlobStore } from './folder-blob-store.ts';
import { createFolderPartStore } from './folder-part-store.ts';
import type { PartStore } from './part-store.ts';

export type Stores = { blobs: BlobStore; parts: PartStore };

/** The settings that decide where bytes are kept. */
export type StorageConfig = Pick<ServerConfig, 'dataDirectory'> & { diskReserveBytes?: number };

/** The stores of the server that owns the data folder. */
export async function openStores(config: StorageConfig, clock: Clock): Promise<Stores> {
  const blobs = openBlobs(config, clock);
  await blobs.discardUnfinished();
  return { blobs, parts: createFolderPartStore(config.dataDirectory) };
}

/** The server's blobs, also for a program beside the server. */
export function openBlobs({ dataDirectory, diskReserveBytes }: StorageConfig, clock: Clock): BlobStore {
  return createFolderBlobStore(dataDirectory, clock, diskReserveBytes);
}

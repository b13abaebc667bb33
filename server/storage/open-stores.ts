import type { Clock } from '../../common/clock.ts';
import type { BlobStore } from './blob-store.ts';
import { createFolderBlobStore } from './folder-blob-store.ts';
import { createFolderPartStore } from './folder-part-store.ts';
import type { PartStore } from './part-store.ts';

export type Stores = { blobs: BlobStore; parts: PartStore };

/** The stores of the server that owns this data folder. */
export async function openStores(dataDirectory: string, clock: Clock): Promise<Stores> {
  const blobs = openBlobs(dataDirectory, clock);
  await blobs.discardUnfinished();
  return { blobs, parts: createFolderPartStore(dataDirectory) };
}

/** The blobs of a data folder, also beside the server that owns it. */
export function openBlobs(dataDirectory: string, clock: Clock): BlobStore {
  return createFolderBlobStore(dataDirectory, clock);
}

import { createFolderBlobStore } from '../../../server/storage/folder-blob-store.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { describeBlobStore } from './blob-store-contract.ts';
import { createMemoryBlobStore } from './memory-blob-store.ts';

describeBlobStore('a folder', async (clock) => {
  const folder = await temporaryFolder();
  return () => createFolderBlobStore(folder, clock);
});

describeBlobStore('in memory', async (clock) => {
  const blobs = new Map();
  return () => createMemoryBlobStore(clock, blobs);
});

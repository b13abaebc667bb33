import { describe } from 'vitest';
import { createFolderBlobStore } from '../../../server/storage/folder-blob-store.ts';
import { createS3BlobStore } from '../../../server/storage/s3-blob-store.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { hasS3, openTestS3 } from '../../helpers/s3.ts';
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

describe.skipIf(!hasS3)('with an S3 on this machine', () => {
  describeBlobStore('S3', async (clock) => {
    const open = await openTestS3();
    return () => createS3BlobStore(open, clock);
  });
});

import { describe } from 'vitest';
import { createFolderPartStore } from '../../../server/storage/folder-part-store.ts';
import { createS3PartStore } from '../../../server/storage/s3-part-store.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { hasS3, openTestS3 } from '../../helpers/s3.ts';
import { createMemoryPartStore } from './memory-part-store.ts';
import { describePartStore } from './part-store-contract.ts';

describePartStore('a folder', async () => {
  const folder = await temporaryFolder();
  return () => createFolderPartStore(folder);
});

describePartStore('in memory', async () => {
  const parts = new Map();
  return () => createMemoryPartStore(parts);
});

describe.skipIf(!hasS3)('with an S3 on this machine', () => {
  describePartStore('S3', async () => {
    const s3 = await openTestS3();
    return () => createS3PartStore(s3);
  });
});

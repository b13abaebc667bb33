import { afterAll, beforeAll, describe, vi } from 'vitest';
import { createS3BlobStore } from '../../server/storage/s3-blob-store.ts';
import { createS3PartStore } from '../../server/storage/s3-part-store.ts';
import { describeBlobStore } from '../contract/storage/blob-store-contract.ts';
import { describePartStore } from '../contract/storage/part-store-contract.ts';
import { hasCeph, startCeph } from '../helpers/ceph.ts';
import { openTestS3 } from '../helpers/s3.ts';

vi.setConfig({ hookTimeout: 300_000 });

/** An S3 that checks signatures, sizes of parts and conditions itself, where the quick one of `npm test` may not. */
describe.runIf(hasCeph)('on Ceph', () => {
  let ceph: Awaited<ReturnType<typeof startCeph>> | undefined;
  beforeAll(async () => {
    ceph = await startCeph();
  });
  afterAll(() => ceph?.stop());
  const open = () => openTestS3(ceph?.freshUrl());

  describeBlobStore('Ceph', async (clock) => {
    const s3 = await open();
    return () => createS3BlobStore(s3, clock);
  });

  describePartStore('Ceph', async () => {
    const s3 = await open();
    return () => createS3PartStore(s3);
  });
});

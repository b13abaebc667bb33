import { afterAll, describe } from 'vitest';
import { hasS3, startS3 } from '../../helpers/s3.ts';
import { setServerDefaults } from '../../helpers/server.ts';

setServerDefaults(async () => ({ storageUrl: (await startS3()).freshUrl() }));
// The next file may run in the same process.
afterAll(() => setServerDefaults(async () => ({})));

// The same tests as with a folder.
describe.skipIf(!hasS3)('with files in S3', async () => {
  await import('../../contract/files/file-peaks.test.ts');
  await import('../../contract/files/file-uploaded.test.ts');
  await import('../files/tus-client.test.ts');
});

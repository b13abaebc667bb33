import { randomUUID } from 'node:crypto';
import type { S3 } from './s3.ts';
import { StorageError } from './storage-error.ts';

/**
 * Tries what the stores do, so that a mistake shows at the start and not at the first upload. Throws `StorageError` if
 * only the operator can mend it; otherwise `onTrouble` is called.
 */
export async function checkS3(
  s3: S3,
  onTrouble: (error: Error) => void,
  tidy: () => Promise<void>,
): Promise<void> {
  try {
    const probe = `checks/${randomUUID()}`;
    const written = await s3.put(probe, Buffer.from('BandMate'));
    for await (const _ of s3.read(written, 0, written.size - 1));
    for await (const _ of s3.list(probe));
    await s3.remove(probe);
    await tidy();
  } catch (error) {
    if (!(error instanceof StorageError) || error.isLasting) throw error;
    onTrouble(error);
  }
}

import type { Outcome } from '../../protocol/wire/error.ts';
import type { ServerContext } from '../context.ts';
import type { BlobStore } from '../storage/blob-store.ts';
import { isNoSpace, noSpace } from '../storage/disk.ts';
import type { StoredBytes } from '../storage/stored-bytes.ts';
import { addSweepCandidates } from './sweep-candidates.ts';

export type Keeping = { context: Pick<ServerContext, 'db' | 'environment'>; blobs: BlobStore };

/**
 * Puts bytes into the blob store; a full disk is an expected failure. Nothing refers to them yet: as a
 * candidate, the sweep finds them if nothing ever does.
 */
export async function keepBytes(
  { context: { db, environment }, blobs }: Keeping,
  bytes: StoredBytes,
  sha256: string,
): Promise<Outcome<null>> {
  try {
    await addSweepCandidates(db, [sha256], new Date(environment.clock.now()));
    await blobs.put(bytes, sha256);
    return { ok: true, data: null };
  } catch (error) {
    if (isNoSpace(error)) return noSpace;
    throw error;
  }
}

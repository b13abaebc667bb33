import type { Outcome } from '../../protocol/wire/error.ts';
import type { BlobStore } from '../storage/blob-store.ts';
import { isNoSpace, noSpace } from '../storage/disk.ts';
import type { StoredBytes } from '../storage/stored-bytes.ts';

/** Puts bytes into the blob store; a full disk is an expected failure. */
export async function keepBytes(
  blobs: BlobStore,
  bytes: StoredBytes,
  sha256: string,
): Promise<Outcome<null>> {
  try {
    await blobs.put(bytes, sha256);
    return { ok: true, data: null };
  } catch (error) {
    if (isNoSpace(error)) return noSpace;
    throw error;
  }
}

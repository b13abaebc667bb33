import {
  type BlobStore,
  copySidecar,
  pairSidecar,
  type Sidecar,
  sidecarNames,
} from '../storage/blob-store.ts';
import { errorCode } from '../storage/disk.ts';
import type { References } from './backup-content.ts';
import type { Sealing } from './sealing.ts';

/**
 * Copies blobs and their sidecars into a backup, each once. What the previous backup holds with the same size is taken
 * from there: both are on one disk, so a store of files only links it. In an encrypted backup each is sealed once.
 */
export function createBlobCopier(stores: {
  from: BlobStore;
  previous: BlobStore | null;
  to: BlobStore;
  sealing: Sealing;
  /** For files that aren't whole yet; on the disk of `to`. */
  temporary: string;
}) {
  const { from, previous, to, sealing } = stores;
  const copied = new Set<string>();

  /** False if it isn't there. */
  async function copy(sha256: string, sidecar?: Sidecar): Promise<boolean> {
    await using bytes = await from.open(sha256, sidecar);
    if (!bytes) return false;
    await using earlier = previous ? await previous.open(sha256, sidecar) : null;
    try {
      if (earlier?.size === sealing.sizeOf(bytes.size)) {
        await to.add(earlier, sha256, sidecar);
        return true;
      }
      await using sealed = await sealing.apply(bytes, stores.temporary);
      await to.add(sealed, sha256, sidecar);
      return true;
    } catch (error) {
      // Swept at this moment.
      if (errorCode(error) === 'ENOENT') return false;
      throw error;
    }
  }

  return {
    /** Does nothing for a blob that isn't there. */
    async copy(sha256: string): Promise<void> {
      if (copied.has(sha256) || !(await copy(sha256))) return;
      for (const name of [...sidecarNames, copySidecar] as const) await copy(sha256, name);
      for await (const { older } of from.listPairs(sha256)) await copy(sha256, pairSidecar(older));
      copied.add(sha256);
    },

    /** The references whose bytes are not in the backup, or not whole. */
    async findMissing(references: References): Promise<string[]> {
      const missing: string[] = [];
      for (const [sha256, size] of references) {
        const found = await to.size(sha256);
        if (found === null || (size !== null && found !== sealing.sizeOf(size))) missing.push(sha256);
      }
      return missing;
    },

    /** Removes what nothing names, and makes the rest durable. */
    async finish(references: References): Promise<void> {
      for await (const sha256 of to.list()) if (!references.has(sha256)) await to.remove(sha256);
      await to.flush();
    },
  };
}

import type { BlobStore } from './blob-store.ts';
import type { PartStore } from './part-store.ts';
import { StorageError } from './storage-error.ts';

/** A node of several may keep no files: it serves the rest. */
function refuse(): never {
  throw new StorageError('This node has no storage for files. Set STORAGE_URL, as on the other nodes.', {
    isLasting: true,
    isIntended: true,
  });
}

const refused = async () => refuse();

// biome-ignore lint/correctness/useYield: it never comes to the first one.
async function* refusedList(): AsyncGenerator<never> {
  refuse();
}

export function createAbsentBlobStore(): BlobStore {
  return {
    ...{ receive: refused, put: refused, add: refused, open: refused, size: refused, remove: refused },
    ...{ removeUnused: refused, writeSidecar: refused, removeSidecar: refused },
    ...{ list: refusedList, listSidecars: refusedList, listPairs: refusedList },
    flush: async () => {},
    freeBytes: async () => Number.POSITIVE_INFINITY,
    discardUnfinished: async () => {},
  };
}

export function createAbsentPartStore(): PartStore {
  return {
    ...{ open: refused, offset: refused, touchedAt: refused, write: refused, digest: refused },
    ...{ remove: refused, list: refused },
  };
}

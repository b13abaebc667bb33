import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { Clock } from '../../../common/clock.ts';
import { type BlobStore, pairSidecar, type Sidecar } from '../../../server/storage/blob-store.ts';
import { createKeyedLock } from '../../../server/storage/keyed-lock.ts';
import { memoryBytes } from './memory-bytes.ts';

type Blob = { bytes: Buffer; putAt: number; sidecars: Map<Sidecar, Buffer> };

/** A store without files or paths, so the contract can't depend on the folder. */
export function createMemoryBlobStore(clock: Clock, blobs = new Map<string, Blob>()): BlobStore {
  const locks = createKeyedLock();

  async function* hashes(isWanted: (blob: Blob) => boolean): AsyncGenerator<string> {
    for (const [sha256, blob] of [...blobs]) if (isWanted(blob)) yield sha256;
  }

  return {
    async receive(source, maximumBytes) {
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of source as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > maximumBytes) return null;
        chunks.push(chunk);
      }
      const bytes = Buffer.concat(chunks);
      return { ...memoryBytes(bytes), sha256: createHash('sha256').update(bytes).digest('hex') };
    },
    put: (source, sha256) =>
      locks.run(sha256, async () => {
        const bytes = await buffer(source.stream());
        blobs.set(sha256, { bytes, putAt: clock.now(), sidecars: blobs.get(sha256)?.sidecars ?? new Map() });
      }),
    add: (source, sha256, sidecar) =>
      locks.run(sha256, async () => {
        const bytes = await buffer(source.stream());
        const blob = blobs.get(sha256);
        if (sidecar) blob?.sidecars.set(sidecar, bytes);
        else blobs.set(sha256, { bytes, putAt: blob?.putAt ?? 0, sidecars: blob?.sidecars ?? new Map() });
      }),
    async flush() {},
    async open(sha256, sidecar) {
      const blob = blobs.get(sha256);
      const bytes = sidecar ? blob?.sidecars.get(sidecar) : blob?.bytes;
      return bytes ? memoryBytes(bytes) : null;
    },
    size: async (sha256) => blobs.get(sha256)?.bytes.length ?? null,
    list: () => hashes(() => true),
    remove: (sha256) => locks.run(sha256, async () => void blobs.delete(sha256)),
    removeUnused: (sha256, before, isUsed) =>
      locks.run(sha256, async () => {
        const blob = blobs.get(sha256);
        if (!blob || blob.putAt >= before.getTime() || (await isUsed())) return false;
        return blobs.delete(sha256);
      }),
    async writeSidecar(sha256, name, bytes) {
      const kept = bytes instanceof Uint8Array ? Buffer.from(bytes) : await buffer(bytes.stream());
      blobs.get(sha256)?.sidecars.set(name, kept);
    },
    async removeSidecar(sha256, sidecar) {
      blobs.get(sha256)?.sidecars.delete(sidecar);
    },
    async *listPairs(only) {
      for (const [newer, { sidecars }] of [...blobs]) {
        if (only !== undefined && newer !== only) continue;
        for (const name of sidecars.keys()) {
          if (name.startsWith(pairSidecar(''))) yield { newer, older: name.slice(-64) };
        }
      }
    },
    listSidecars: (name) => hashes(({ sidecars }) => sidecars.has(name)),
    freeBytes: async () => Number.POSITIVE_INFINITY,
    async discardUnfinished() {},
  };
}

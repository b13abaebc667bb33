import { join } from 'node:path';
import type { Clock } from '../../common/clock.ts';
import { type BlobStore, copySidecar, pairSidecar, type Sidecar, sidecarNames } from './blob-store.ts';
import { inTurns } from './in-turns.ts';
import { createIncoming } from './incoming.ts';
import { createKeyedLock } from './keyed-lock.ts';
import { leastPartBytes, mostParts, type S3, type S3Object } from './s3.ts';
import { isInS3, openObjects } from './s3-bytes.ts';
import { createRemovals } from './s3-removals.ts';
import { removeLeftSpools, spoolFolder } from './spool.ts';
import type { StoredBytes } from './stored-bytes.ts';

/** A copy that takes longer has ended with its process. */
const unfinishedMilliseconds = 24 * 60 * 60 * 1000;

const pairs = 'pairs/';
const blobKey = (sha256: string) => `blobs/${sha256}`;

function sidecarKey(sha256: string, sidecar: Sidecar): string {
  const isPair = sidecar.startsWith(pairSidecar(''));
  return isPair ? `${pairs}${sha256}/${sidecar.slice(-64)}` : `sidecars/${sidecar}/${sha256}`;
}

/**
 * Blobs as objects `blobs/<hash>`, with `sidecars/<name>/<hash>` and `pairs/<newer>/<older>`, so that each can be listed
 * alone. S3 makes an object whole or not at all. Bytes of unknown hash wait on this machine's disk.
 */
export function createS3BlobStore(s3: S3, clock: Clock): BlobStore {
  const removals = createRemovals(s3, clock);
  /** Spares requests of this process from waiting for each other by way of S3. */
  const locks = createKeyedLock();

  const head = (sha256: string, sidecar?: Sidecar) =>
    s3.head(sidecar ? sidecarKey(sha256, sidecar) : blobKey(sha256));

  async function place(bytes: StoredBytes, key: string): Promise<void> {
    const objects: readonly S3Object[] | null = isInS3(bytes, s3) ? bytes.objects : null;
    const [only, ...others] = objects ?? [];
    if (only && others.length === 0) await s3.copy(only, key);
    else if (objects && only) await s3.assemble(key, objects);
    else if (bytes.size <= leastPartBytes) await s3.put(key, await bytes.read(0, bytes.size));
    else await s3.assemble(key, cut(bytes));
  }

  /** The blob first: then a sidecar that is being written finds that it has none, and goes too. */
  async function discard(sha256: string): Promise<void> {
    await s3.remove(blobKey(sha256));
    await discardSidecars(sha256);
  }

  async function discardSidecars(sha256: string): Promise<void> {
    const named = ([...sidecarNames, copySidecar] as const).map((name) => sidecarKey(sha256, name));
    await inTurns(named, s3.remove);
    await inTurns(s3.list(`${pairs}${sha256}/`), ({ key }) => s3.remove(key));
  }

  async function* hashesBelow(prefix: string): AsyncGenerator<string> {
    for await (const { key } of s3.list(prefix)) yield key.slice(prefix.length);
  }

  return {
    async receive(source, maximumBytes) {
      return createIncoming(join(await spoolFolder(), 'incoming')).receive(source, maximumBytes);
    },
    put: (bytes, sha256) =>
      locks.run(sha256, async () => {
        await removals.prevent(sha256);
        if ((await head(sha256))?.size !== bytes.size) await place(bytes, blobKey(sha256));
      }),
    async add(bytes, sha256, sidecar) {
      if ((await head(sha256, sidecar))?.size === bytes.size) return;
      await place(bytes, sidecar ? sidecarKey(sha256, sidecar) : blobKey(sha256));
    },
    async flush() {},

    async open(sha256, sidecar) {
      const found = await head(sha256, sidecar);
      // The hash names the content, whoever has put it again meanwhile.
      return found && openObjects(s3, [{ ...found, etag: null }]);
    },
    size: async (sha256) => (await head(sha256))?.size ?? null,
    list: () => hashesBelow(blobKey('')),
    remove: (sha256) => locks.run(sha256, () => discard(sha256)),
    removeUnused: (sha256, before, isUsed) =>
      locks.run(sha256, async () => {
        const found = await head(sha256);
        if (!found) return false;
        return removals.attempt(sha256, {
          isStillUnused: async (putAt) => (putAt ?? found.modifiedAt) < before && !(await isUsed()),
          discard: () => discard(sha256),
        });
      }),

    async writeSidecar(sha256, sidecar, bytes) {
      const key = sidecarKey(sha256, sidecar);
      if (bytes instanceof Uint8Array) await s3.put(key, bytes);
      else await place(bytes, key);
      if (!(await head(sha256))) await s3.remove(key);
    },
    removeSidecar: (sha256, sidecar) => s3.remove(sidecarKey(sha256, sidecar)),
    listSidecars: (name) => hashesBelow(`sidecars/${name}/`),
    async *listPairs(newer) {
      for await (const pair of hashesBelow(newer ? `${pairs}${newer}/` : pairs)) {
        yield { newer: newer ?? pair.slice(0, 64), older: pair.slice(-64) };
      }
    },

    freeBytes: async () => Number.POSITIVE_INFINITY,
    async discardUnfinished() {
      await removeLeftSpools();
      await s3.abortUnfinished(new Date(clock.now() - unfinishedMilliseconds));
      await removals.finish(discardSidecars);
    },
  };
}

async function* cut(bytes: StoredBytes): AsyncGenerator<Uint8Array> {
  const length = Math.max(leastPartBytes, Math.ceil(bytes.size / (mostParts - 1)));
  for (let at = 0; at < bytes.size; at += length) {
    const part = Buffer.from(await bytes.read(at, length));
    if (part.length < Math.min(length, bytes.size - at)) throw new Error('Bytes ended too early.');
    yield part;
  }
}

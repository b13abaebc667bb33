import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../common/clock.ts';
import { collect } from './in-turns.ts';
import type { S3 } from './s3.ts';
import { StorageError } from './storage-error.ts';

/**
 * How long a removal may take; one that announced itself earlier has ended with its process. Far longer than the SDK
 * tries a request.
 */
const longestMilliseconds = 10 * 60_000;
const waitMilliseconds = 100;
const patienceMilliseconds = 30_000;

/**
 * Keeps a removal of unused bytes apart from a `put` of the same bytes, also by another process, without a lock that a
 * crash would leave behind. Each first writes that it is there, and then looks for the other: so at least one of them
 * sees the other, because S3 shows every object as soon as it is written. The removal then gives up, and the put waits.
 *
 * `puts/<hash>` holds when the bytes were put last, and `removals/<hash>/<id>` exists while they may be removed.
 */
export function createRemovals(s3: S3, clock: Clock) {
  const putKey = (sha256: string) => `puts/${sha256}`;

  async function putAt(sha256: string): Promise<Date | null> {
    const found = await s3.head(putKey(sha256));
    if (!found) return null;
    let text = '';
    for await (const piece of s3.read({ ...found, etag: null }, 0, found.size - 1)) text += String(piece);
    return new Date(text);
  }

  /** Compares times of S3 only: the clocks of several machines differ. */
  async function isUnderWay(sha256: string): Promise<boolean> {
    const removals = await collect(s3.list(`removals/${sha256}/`));
    if (removals.length === 0) return false;
    const now = (await s3.head(putKey(sha256)))?.modifiedAt.getTime() ?? 0;
    return removals.some(({ modifiedAt }) => modifiedAt.getTime() > now - longestMilliseconds);
  }

  const announcePut = () => Buffer.from(new Date(clock.now()).toISOString());

  return {
    /** Says that the bytes are put now. Once this resolves, no removal that began before can take them. */
    async prevent(sha256: string): Promise<void> {
      const begun = performance.now();
      for (;;) {
        await s3.put(putKey(sha256), announcePut());
        if (!(await isUnderWay(sha256))) return;
        if (performance.now() - begun > patienceMilliseconds)
          throw new StorageError('A removal of the same bytes takes too long.', { isLasting: false });
        await pause(waitMilliseconds);
      }
    },

    /** Removes the bytes if they are still unused after everybody could know of it. Answers whether it did. */
    async attempt(
      sha256: string,
      steps: { isStillUnused(putAt: Date | null): Promise<boolean>; discard(): Promise<void> },
    ): Promise<boolean> {
      const key = `removals/${sha256}/${randomUUID()}`;
      const begun = performance.now();
      await s3.put(key, Buffer.alloc(0));
      try {
        if (!(await steps.isStillUnused(await putAt(sha256)))) return false;
        if (performance.now() - begun > longestMilliseconds / 2) return false;
        await steps.discard();
        await s3.remove(putKey(sha256));
        return true;
      } finally {
        await s3.remove(key);
      }
    },

    /** Ends removals that a crash has interrupted: where the blob is gone already, its sidecars go too. */
    async finish(discardSidecars: (sha256: string) => Promise<void>): Promise<void> {
      for await (const { key, modifiedAt } of s3.list('removals/')) {
        const [, sha256 = ''] = key.split('/');
        if (modifiedAt.getTime() > Date.now() - longestMilliseconds) continue;
        if (!(await s3.head(`blobs/${sha256}`))) await discardSidecars(sha256);
        await s3.remove(key);
      }
    },
  };
}

import type { Logger } from 'pino';
import type { Comparison } from '../../audio/difference/compare-sounds.ts';
import { differenceMethod } from '../../audio/difference/difference.ts';
import { createLimitedThread } from '../limited-thread.ts';
import { type BlobStore, pairSidecar } from '../storage/blob-store.ts';
import { readAll } from '../storage/stored-bytes.ts';
import type { ComparingRequest, ComparingResult } from './comparing-worker.ts';

/** A file of sound, by its bytes. */
export type Sound = { sha256: string; mimeType: string };

/** Compares two sounds in a thread of its own, and keeps the result beside the newer one. */
export type Comparer = {
  /** Null if the pair was not compared, only by an earlier method, or if its sidecar is damaged. */
  readKept(newer: Sound, older: Sound): Promise<Comparison | null>;
  /** Answers whether a result was kept. Wait for it before the next call. */
  compare(newer: Sound, older: Sound): Promise<boolean>;
  /** Frees the memory of the thread; the next comparison starts another one. */
  rest(): Promise<void>;
};

/** A result as it is stored. Those of the first method don't name it. */
type Kept = Comparison & { method?: number };

/** Sounds and transforms are outside of it: 80 MB for five minutes, 160 MB for an hour. */
const heapMegabytes = 256;
const longestMilliseconds = 5 * 60_000;

export function createComparer({ blobs, log }: { blobs: BlobStore; log: Logger }): Comparer {
  const thread = createLimitedThread<ComparingRequest, ComparingResult>({
    worker: new URL('./comparing-worker.ts', import.meta.url),
    ...{ heapMegabytes, longestMilliseconds },
    giveUp: () => ({ kind: 'incomparable', reason: 'Comparing these files takes too long.' }),
    stopped: { kind: 'failed', reason: 'stopped' },
  });
  return {
    async readKept(newer, older) {
      await using bytes = await blobs.open(newer.sha256, pairSidecar(older.sha256));
      if (!bytes) return null;
      try {
        const { method, ...kept }: Kept = JSON.parse((await readAll(bytes)).toString());
        return method === differenceMethod ? kept : null;
      } catch {
        return null;
      }
    },
    async compare(newer, older) {
      await using newerBytes = await blobs.open(newer.sha256);
      await using olderBytes = await blobs.open(older.sha256);
      if (!newerBytes || !olderBytes) return false;
      const result = await newerBytes.withLocalFile((newerPath) =>
        olderBytes.withLocalFile((olderPath) =>
          thread.run({
            newer: { path: newerPath, mimeType: newer.mimeType },
            older: { path: olderPath, mimeType: older.mimeType },
          }),
        ),
      );
      if (result.kind !== 'compared') {
        log.info({ newer: newer.sha256, older: older.sha256, ...result }, 'two files were not compared');
      }
      if (result.kind === 'failed') return false;
      const kept: Kept = { method: differenceMethod, ...result };
      await blobs.writeSidecar(newer.sha256, pairSidecar(older.sha256), Buffer.from(JSON.stringify(kept)));
      return true;
    },
    rest: thread.stop,
  };
}

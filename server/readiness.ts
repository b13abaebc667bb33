import type { Kysely } from 'kysely';
import type { Clock } from '../common/clock.ts';
import type { Outcome } from '../protocol/wire/error.ts';
import type { Database } from './db/schema.ts';
import { readEpoch } from './events/log.ts';
import { failure } from './failure.ts';
import type { BlobStore } from './storage/blob-store.ts';

/** No bytes have this hash; asking for it shows that the store answers. */
const noBlob = '0'.repeat(64);

/** How long one look may take, and how long its result is used again: anyone may ask. In milliseconds. */
const patience = 2_000;
const freshness = 500;

/** Whether a balancer should send requests here. */
export type Readiness = {
  check(): Promise<Outcome<null>>;
  /** From now on it should not. */
  drain(): void;
};

/** Database and storage must answer; `blobs`: null where no files are kept. Migrations ran before anything listened. */
export function createReadiness(
  { db, blobs }: { db: Kysely<Database>; blobs: Pick<BlobStore, 'freeBytes' | 'size'> | null },
  clock: Clock,
): Readiness {
  const needs: [sentence: string, reach: () => Promise<unknown>][] = [
    ['The database can’t be reached.', () => readEpoch(db)],
    ['The storage of files can’t be reached.', () => Promise.all([blobs?.freeBytes(), blobs?.size(noBlob)])],
  ];
  let isDraining = false;
  let last: { at: number; outcome: Promise<Outcome<null>> } | null = null;

  async function look(): Promise<Outcome<null>> {
    const missing = await Promise.all(
      needs.map(([sentence, reach]) =>
        within(reach(), clock).then(
          () => null,
          () => sentence,
        ),
      ),
    );
    const sentences = missing.filter((sentence) => sentence !== null);
    return sentences.length === 0 ? { ok: true, data: null } : failure('unavailable', sentences.join(' '));
  }

  return {
    check() {
      if (isDraining) return Promise.resolve(failure('unavailable', 'The server is stopping.'));
      const at = clock.monotonic();
      if (!last || at - last.at > freshness) last = { at, outcome: look() };
      return last.outcome;
    },
    drain() {
      isDraining = true;
    },
  };
}

async function within(looking: Promise<unknown>, clock: Clock): Promise<void> {
  let cancel = () => {};
  const late = new Promise<never>((_resolve, reject) => {
    cancel = clock.later(patience, () => reject(new Error('There is no answer.')));
  });
  try {
    await Promise.race([looking, late]);
  } finally {
    cancel();
  }
}

import type { Kysely } from 'kysely';
import type { Clock } from '../common/clock.ts';
import type { Outcome } from '../protocol/wire/error.ts';
import type { StorageState } from '../protocol/wire/health.ts';
import { tryToChange } from './db/dialect.ts';
import { isReadOnly } from './db/postgres/postgres-errors.ts';
import type { Database } from './db/schema.ts';
import { readEpoch } from './events/log.ts';
import { failure } from './failure.ts';
import type { BlobStore } from './storage/blob-store.ts';

/** No bytes have this hash; asking for it shows that the store answers. */
const noBlob = '0'.repeat(64);

/** How long one look may take, and how long its result is used again: anyone may ask. In milliseconds. */
const patience = 2_000;
const freshness = 500;
/** How long an answer waits for the state of a storage that doesn't decide it. A balancer gives up after a second or so. */
const glance = 300;
/** A call that has not returned for so long doesn't hold up the next one. */
const forgotten = 4_000;

/** Whether a balancer should send requests here. */
export type Readiness = {
  /** With the state of the storage as it was last seen; null: unknown, or no files are kept. */
  check(): Promise<Outcome<StorageState | null>>;
  /** The state of the storage now; null: no files are kept. */
  storage(): Promise<StorageState | null>;
  /** From now on it should not. */
  drain(): void;
};

export type ReadinessParts = {
  db: Kysely<Database>;
  /** Null where no files are kept. */
  blobs: Pick<BlobStore, 'freeBytes' | 'size'> | null;
  /** Whether other servers use the same storage: if it fails, none of them is better than the others. */
  isStorageShared: boolean;
};

/**
 * The database must answer and take changes, and a storage of this server's own must answer. A shared one is only
 * reported. Migrations ran before anything listened.
 */
export function createReadiness({ db, blobs, isStorageShared }: ReadinessParts, clock: Clock): Readiness {
  const database = createLook(() => readEpoch(db).then(() => tryToChange(db)), clock);
  const storage = blobs && createLook(() => Promise.all([blobs.freeBytes(), blobs.size(noBlob)]), clock);
  let isDraining = false;

  async function stateOfStorage(): Promise<StorageState | null> {
    if (!storage) return null;
    const looking = storage.look();
    if (!isStorageShared) return stateOf(await looking);
    await within(looking, glance, clock).catch(() => {});
    const known = storage.last();
    return known === undefined ? null : stateOf(known);
  }

  return {
    async check() {
      if (isDraining) return failure('unavailable', 'The server is stopping.');
      const [trouble, state] = await Promise.all([database.look(), stateOfStorage()]);
      const missing = [
        ...(trouble ? [sentenceOf(trouble)] : []),
        ...(state === 'unreachable' && !isStorageShared ? ['The storage of files can’t be reached.'] : []),
      ];
      return missing.length === 0 ? { ok: true, data: state } : failure('unavailable', missing.join(' '));
    },
    storage: async () => storage && stateOf(await storage.look()),
    drain() {
      isDraining = true;
    },
  };
}

function sentenceOf(trouble: Error): string {
  return isReadOnly(trouble) ? 'The database takes no changes.' : 'The database can’t be reached.';
}

function stateOf(trouble: Error | null): StorageState {
  return trouble ? 'unreachable' : 'reachable';
}

/** Why `reach` doesn't succeed in time; null if it does. It is called once at a time, however many ask. */
function createLook(reach: () => Promise<unknown>, clock: Clock) {
  let call: { at: number; result: Promise<unknown> } | null = null;
  let latest: { at: number; trouble: Promise<Error | null> } | null = null;
  let known: Error | null | undefined;

  function callAt(at: number) {
    if (call && at - call.at < forgotten) return call;
    const own = { at, result: reach() };
    call = own;
    const end = () => {
      if (call === own) call = null;
    };
    own.result.then(end, end);
    return own;
  }

  return {
    look(): Promise<Error | null> {
      const at = clock.monotonic();
      if (latest && at - latest.at <= freshness) return latest.trouble;
      const { at: began, result } = callAt(at);
      const trouble = within(result, Math.max(0, began + patience - at), clock).then(
        () => null,
        (error: Error) => error,
      );
      latest = { at, trouble };
      void trouble.then((result) => {
        known = result;
      });
      return trouble;
    },
    /** The result of the last look that ended; undefined: none has. */
    last: () => known,
  };
}

async function within(looking: Promise<unknown>, milliseconds: number, clock: Clock): Promise<void> {
  let cancel = () => {};
  const late = new Promise<never>((_resolve, reject) => {
    cancel = clock.later(milliseconds, () => reject(new Error('There is no answer.')));
  });
  try {
    await Promise.race([looking, late]);
  } finally {
    cancel();
  }
}

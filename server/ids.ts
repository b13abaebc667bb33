import { randomFillSync } from 'node:crypto';
import type { Kysely } from 'kysely';
import { v7 } from 'uuid';
import type { Database } from './db/schema.ts';

export type IdSource = {
  newId(): string;
  /** The time of the latest id, in Unix milliseconds. */
  latest(): number;
  /** Another node has made ids up to that time; ours sort after them from now on, even if our clock is behind. */
  heard(milliseconds: number): void;
};

/**
 * Makes UUIDv7 that each sort after the one before and after `after`, even if the clock is set back: notifications and
 * activities are read, paged and marked as read by the order of their ids. `random` gives 16 bytes; by default the
 * system's.
 */
export function createIdSource(parts: {
  /** Unix milliseconds. */
  now(): number;
  after: string | null;
  random?(): Uint8Array;
}): IdSource {
  const random = parts.random ?? pooledRandom();
  let milliseconds = parts.after === null ? 0 : millisecondsOf(parts.after);
  // So that the first id of this process is in a later millisecond than the last id of the previous process.
  let seq = 0xffffffff;
  function newId(): string {
    const now = parts.now();
    if (now > milliseconds || seq === 0xffffffff) {
      milliseconds = Math.max(now, milliseconds + 1);
      seq = 0;
    } else seq += 1;
    return v7({ msecs: milliseconds, seq, random: random() });
  }
  return {
    newId,
    latest: () => milliseconds,
    heard(other) {
      if (other <= milliseconds) return;
      milliseconds = other;
      seq = 0xffffffff;
    },
  };
}

/** 16 random bytes a call. The system is asked for many at once, because asking takes longer than making an id. */
function pooledRandom(): () => Uint8Array {
  const pool = new Uint8Array(4096);
  let used = pool.length;
  return () => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    used += 16;
    return pool.subarray(used - 16, used);
  };
}

/** The greatest stored id of the tables that are read in the order of their ids; null before the first. */
export async function readLastId(db: Kysely<Database>): Promise<string | null> {
  const ids = [];
  for (const table of ['activity', 'notification'] as const) {
    const row = await db
      .selectFrom(table)
      .select((eb) => eb.fn.max('id').as('id'))
      .executeTakeFirst();
    if (row?.id) ids.push(row.id);
  }
  return ids.sort().at(-1) ?? null;
}

/** RFC 9562 §5.7: the first 48 bits. */
function millisecondsOf(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16) || 0;
}

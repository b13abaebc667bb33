import type { Kysely } from 'kysely';
import { v7 } from 'uuid';
import type { Database } from './db/schema.ts';

/**
 * Makes UUIDv7 that sort after each other and after `after`, whatever the clock does: notifications and activities are
 * read, paged and marked as read by the order of their ids, also when the clock was set back before a restart.
 * `random` gives 16 bytes; the system's unless it is given.
 */
export function createIdSource(parts: {
  /** Unix milliseconds. */
  now(): number;
  after: string | null;
  random?(): Uint8Array;
}): () => string {
  let milliseconds = parts.after === null ? 0 : millisecondsOf(parts.after);
  // The first one of this process is in another millisecond than the last one of that before it.
  let seq = 0xffffffff;
  return () => {
    const now = parts.now();
    if (now > milliseconds || seq === 0xffffffff) {
      milliseconds = Math.max(now, milliseconds + 1);
      seq = 0;
    } else seq += 1;
    return v7({ msecs: milliseconds, seq, ...(parts.random && { random: parts.random() }) });
  };
}

/** The greatest id that this server has made of those whose order means something; null before the first. */
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

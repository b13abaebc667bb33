import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';

const batchSize = 500;

/**
 * Removes the events of each topic from before that moment, oldest first and up to the first newer one: so the rest has
 * no gap, even if the clock was set back. A client that needs removed events is answered a reset (`readLog`). Stops
 * between two batches when aborted. Topics without old events cost nothing.
 */
export async function compactLog(db: Kysely<Database>, before: Date, signal: AbortSignal): Promise<void> {
  const limit = before.toISOString();
  /** Old events that stay, because a newer one comes before them. */
  let kept = 0;
  while (!signal.aborted) {
    const old = await readOld(db, limit, kept);
    for (const topic of new Set(old.map((event) => event.topic))) {
      while (!signal.aborted && (await removeSome(db, topic, limit)));
    }
    if (old.length < batchSize) return;
    kept += await countKept(db, old);
  }
}

function readOld(db: Kysely<Database>, limit: string, offset: number) {
  return db
    .selectFrom('event')
    .select(['topic', 'seq'])
    .where('at', '<', limit)
    .orderBy('at')
    .offset(offset)
    .limit(batchSize)
    .execute();
}

async function countKept(db: Kysely<Database>, events: { topic: string; seq: number }[]): Promise<number> {
  let count = 0;
  for (const [topic, group] of Map.groupBy(events, (event) => event.topic)) {
    const [oldest] = await readOldest(db, topic, 1);
    if (oldest) count += group.filter(({ seq }) => seq >= oldest.seq).length;
  }
  return count;
}

/** Answers whether there may be more to remove. */
async function removeSome(db: Kysely<Database>, topic: string, limit: string): Promise<boolean> {
  const rows = await readOldest(db, topic, batchSize);
  const newer = rows.findIndex(({ at }) => at >= limit);
  const last = rows.at(newer === -1 ? -1 : newer - 1);
  if (newer === 0 || !last) return false;
  await db.deleteFrom('event').where('topic', '=', topic).where('seq', '<=', last.seq).execute();
  return newer === -1 && rows.length === batchSize;
}

function readOldest(db: Kysely<Database>, topic: string, count: number) {
  return db
    .selectFrom('event')
    .select(['seq', 'at'])
    .where('topic', '=', topic)
    .orderBy('seq')
    .limit(count)
    .execute();
}

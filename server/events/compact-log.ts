import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';

const batchSize = 500;

/**
 * Removes the events of each topic from before that moment, oldest first and up to the first newer one: so the rest has
 * no gap, even if the clock was set back. A client that needs removed events is answered a reset (`readLog`). Stops
 * between two batches when aborted.
 */
export async function compactLog(db: Kysely<Database>, before: Date, signal: AbortSignal): Promise<void> {
  const limit = before.toISOString();
  for (const { topic } of await db.selectFrom('topicHead').select('topic').execute()) {
    if (signal.aborted) return;
    // Most topics have nothing to remove, which reading one row shows.
    const [oldest] = await readOldest(db, topic, 1);
    if (!oldest || oldest.at >= limit) continue;
    while ((await removeSome(db, topic, limit)) && !signal.aborted);
  }
}

/** Answers whether there may be more to remove. */
async function removeSome(db: Kysely<Database>, topic: string, limit: string): Promise<boolean> {
  const rows = await readOldest(db, topic, batchSize);
  const newer = rows.findIndex(({ at }) => at >= limit);
  const last = rows.at(newer === -1 ? -1 : newer - 1);
  if (newer === 0 || !last) return false;
  await db.deleteFrom('event').where('topic', '=', topic).where('seq', '<=', last.seq).execute();
  return newer === -1;
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

import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';

const batchSize = 500;

/** Removes the entries older than that, oldest first: up to the first one that is kept. */
export async function removeOldEntries(
  db: Kysely<Database>,
  before: Date,
  signal: AbortSignal,
): Promise<void> {
  let removed = 0;
  while (!signal.aborted) {
    const oldest = await db
      .selectFrom('auditEntry')
      .select(['number', 'at'])
      .where('number', '>', removed)
      .orderBy('number')
      .limit(batchSize)
      .execute();
    const kept = oldest.findIndex(({ at }) => at >= before.toISOString());
    const last = (kept === -1 ? oldest : oldest.slice(0, kept)).at(-1);
    if (!last) return;
    await db.deleteFrom('auditEntry').where('number', '<=', last.number).execute();
    if (kept !== -1) return;
    removed = last.number;
  }
}

import { setImmediate } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../db/dialect.ts';
import type { Database } from '../db/schema.ts';

/** Everybody waits for these, which takes about 10 ms. */
const mostAtOnce = { entries: 500, characters: 200_000 };

/**
 * Puts into SQLite's index what is not in it yet: the entries above `searchIndexed`. Many of them together take a fraction
 * of the time that each would take within its own change. PostgreSQL has no index beside its entries.
 */
export async function fillIndex(
  { db, reads }: { db: Kysely<Database>; reads: Kysely<Database> },
  signal?: AbortSignal,
): Promise<void> {
  if (isPostgres(db)) return;
  while (!signal?.aborted && (await findLast(reads)) !== null) {
    await indexSome(db);
    // SQLite answers at once, so nothing else would have its turn.
    await setImmediate();
  }
}

async function indexSome(db: Kysely<Database>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const last = await findLast(tx);
    if (last === null) return;
    await sql`insert into "searchIndex" (rowid, name, text) select number, name, text from "searchEntry"
      where number > (select number from "searchIndexed") and number <= ${last}`.execute(tx);
    await tx.updateTable('searchIndexed').set({ number: last }).execute();
  });
}

/** The last of the next entries; null if all are in the index. */
async function findLast(db: Kysely<Database>): Promise<number | null> {
  const next = await db
    .selectFrom('searchEntry')
    .select(['number', sql<number>`length("name") + length("text")`.as('characters')])
    .where('number', '>', db.selectFrom('searchIndexed').select('number'))
    .orderBy('number')
    .limit(mostAtOnce.entries)
    .execute();
  let total = 0;
  const end = next.findIndex(({ characters }) => {
    total += characters;
    return total > mostAtOnce.characters;
  });
  return next[end === -1 ? next.length - 1 : Math.max(0, end - 1)]?.number ?? null;
}

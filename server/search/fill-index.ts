import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../db/dialect.ts';
import type { Database } from '../db/schema.ts';

/** Changes wait for these, which takes a few milliseconds. */
const mostAtOnce = 200;

/**
 * Puts into SQLite's index what is not in it yet: the entries above `searchIndexed`. Many of them together take a fraction
 * of the time that each would take within its own change. PostgreSQL has no index beside its entries.
 */
export async function fillIndex(
  { db, reads }: { db: Kysely<Database>; reads: Kysely<Database> },
  signal?: AbortSignal,
): Promise<void> {
  if (isPostgres(db)) return;
  while (!signal?.aborted && (await findLast(reads)) !== null) await indexSome(db);
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
  const next = db
    .selectFrom('searchEntry')
    .select('number')
    .where('number', '>', db.selectFrom('searchIndexed').select('number'))
    .orderBy('number')
    .limit(mostAtOnce);
  const { last } = await db
    .selectFrom(next.as('next'))
    .select(({ fn }) => fn.max<number | null>('number').as('last'))
    .executeTakeFirstOrThrow();
  return last;
}

import { type Kysely, sql } from 'kysely';

/** An earlier version let a new cut have the id of a merged one, and then couldn't merge it: the id means the new cut only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`delete from "cutAlias" where id in (select id from cut)`.execute(db);
}

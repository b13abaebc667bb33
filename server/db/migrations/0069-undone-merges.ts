import type { Kysely } from 'kysely';

/** Undoing a merge brings back what was taken along or removed since: share links, and the vibe that it emptied. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('cutAlias').addColumn('shareIds', 'text').execute();
  await db.schema
    .alterTable('deletedVibe')
    .addColumn('wasEmptied', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
}

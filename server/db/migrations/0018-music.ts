import type { Kysely } from 'kysely';

/** Tempo, key and sections of a cut, as JSON of Music, and whether a merged cut gave them to the one it is in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('cut').addColumn('music', 'text').execute();
  await db.schema
    .alterTable('cutAlias')
    .addColumn('gaveMusic', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
}

import { type Kysely, sql } from 'kysely';

/** Remembers which versions need no comparison with the one before them, so that a start asks only about the others. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('file').addColumn('compared', 'integer').execute();
  await db.schema
    .createIndex('file_not_compared')
    .on('file')
    .columns(['cutId', 'createdAt'])
    .where(sql.ref('compared'), 'is', null)
    .where(sql.ref('type'), '=', sql.lit('CUT'))
    .execute();
}

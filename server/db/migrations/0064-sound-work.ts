import { type Kysely, sql } from 'kysely';

/**
 * Remembers of which bytes nothing is left to make, so that a start asks only about the others: the figures of a sound, and
 * the compressed copy that is made without being asked for. Everything is asked about once.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of ['measured', 'copied']) {
    await db.schema.alterTable('blob').addColumn(column, 'integer').execute();
    await db.schema
      .createIndex(`blob_not_${column}`)
      .on('blob')
      .columns(['createdAt', 'sha256'])
      .where(sql.ref(column), 'is', null)
      .execute();
  }
}

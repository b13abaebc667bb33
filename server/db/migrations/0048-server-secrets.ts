import type { Kysely } from 'kysely';

/** The secrets of a server without a data folder of its own. No backup has them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('serverSecret')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
}

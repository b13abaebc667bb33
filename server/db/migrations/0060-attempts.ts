import type { Kysely } from 'kysely';

/** Guesses and other attempts that are limited, counted for all servers on a PostgreSQL. On SQLite they are in memory. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('attempt')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('expiresAt', 'integer', (column) => column.notNull())
    .execute();
  // For the hourly sweep.
  await db.schema.createIndex('attempt_by_expiresAt').on('attempt').column('expiresAt').execute();
}

import type { Kysely } from 'kysely';

/** Links to reset a password and to confirm an address. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('accountToken')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('userId', 'text', (column) => column.notNull().references('user.id').onDelete('cascade'))
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('expiresAt', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('accountTokenUser').on('accountToken').column('userId').execute();
}

import type { Kysely } from 'kysely';

/** Addresses that the operator invited to make an account. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('accountInvitation')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('tokenHash', 'text', (column) => column.notNull().unique())
    .addColumn('createdBy', 'text', (column) => column.references('user.id').onDelete('set null'))
    .addColumn('createdAt', 'text', (column) => column.notNull())
    .addColumn('expiresAt', 'text', (column) => column.notNull())
    .addColumn('usedAt', 'text')
    .execute();
  await db.schema.createIndex('accountInvitationEmail').on('accountInvitation').column('email').execute();
}

import type { Kysely } from 'kysely';

/** Blocks, and a mark on messages that were sent during one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('block')
    .addColumn('userId', 'text', (column) => column.notNull().references('user.id').onDelete('cascade'))
    .addColumn('blockedId', 'text', (column) => column.notNull().references('user.id').onDelete('cascade'))
    .addColumn('createdAt', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('blockKey', ['userId', 'blockedId'])
    .execute();
  await db.schema.createIndex('blockBlocked').on('block').column('blockedId').execute();
  await db.schema
    .alterTable('message')
    .addColumn('isHidden', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
}

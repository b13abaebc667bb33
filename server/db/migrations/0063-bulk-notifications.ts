import type { Kysely } from 'kysely';

/** News for many people, who are notified after the change, a page at a time. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('bulkNotification')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('projectId', 'text', (column) => column.notNull().references('project.id').onDelete('cascade'))
    .addColumn('actorId', 'text', (column) => column.notNull())
    .addColumn('body', 'text')
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('doneUpTo', 'text', (column) => column.notNull())
    .addColumn('joinedSince', 'text')
    .execute();
  await db.schema
    .createIndex('bulkNotification_by_projectId')
    .on('bulkNotification')
    .column('projectId')
    .execute();
}

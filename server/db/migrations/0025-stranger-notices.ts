import type { Kysely } from 'kysely';

/** When strangers have notified a person within the last hour, and an index to count a person's invitations. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('strangerNotice')
    .addColumn('userId', 'text', (column) => column.notNull().references('user.id').onDelete('cascade'))
    .addColumn('at', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('strangerNoticeUser').on('strangerNotice').columns(['userId', 'at']).execute();
  await db.schema
    .createIndex('invitationMaker')
    .on('invitation')
    .columns(['createdBy', 'createdAt'])
    .execute();
}

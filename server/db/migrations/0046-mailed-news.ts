import type { Kysely } from 'kysely';

/** Mail about news: the choice of each member, the news that wait, what was sent, and the links that end it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('member').addColumn('mail', 'text').execute();
  await db.schema
    .createTable('mailedNews')
    .addColumn('notificationId', 'text', (column) => column.primaryKey())
    .addColumn('userId', 'text', (column) => column.notNull().references('user.id').onDelete('cascade'))
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('mailId', 'text')
    .execute();
  await db.schema.createIndex('mailedNewsUser').on('mailedNews').columns(['userId', 'at']).execute();
  await db.schema
    .createTable('mailDelay')
    .addColumn('userId', 'text', (column) => column.primaryKey().references('user.id').onDelete('cascade'))
    .addColumn('tries', 'integer', (column) => column.notNull())
    .addColumn('notBefore', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('mailSent')
    .addColumn('userId', 'text', (column) => column.notNull().references('user.id').onDelete('cascade'))
    .addColumn('at', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('mailSentAt').on('mailSent').column('at').execute();
  await db.schema.createIndex('mailSentUser').on('mailSent').columns(['userId', 'at']).execute();
  await db.schema
    .createTable('mailToken')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('userId', 'text', (column) => column.notNull().references('user.id').onDelete('cascade'))
    .addColumn('createdAt', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('mailTokenCreated').on('mailToken').column('createdAt').execute();
  await db.schema.createIndex('mailTokenUser').on('mailToken').column('userId').execute();
}

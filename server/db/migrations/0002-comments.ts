import type { Kysely } from 'kysely';

/** Comments with their replies, and notifications. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const table = (name: string) => db.schema.createTable(name);

  await table('comment')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('cutId', 'text', (c) => c.notNull().references('cut.id').onDelete('cascade'))
    .addColumn('fileId', 'text', (c) => c.references('file.id').onDelete('set null'))
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('timestamp', 'real', (c) => c.notNull())
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .addColumn('createdBy', 'text', (c) => c.notNull().references('user.id'))
    .execute();
  await table('reply')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('commentId', 'text', (c) => c.notNull().references('comment.id').onDelete('cascade'))
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .addColumn('createdBy', 'text', (c) => c.notNull().references('user.id'))
    .execute();
  // Its ids are not foreign keys: the server deletes notifications itself, because each recipient must hear of it
  // (`notifications:withdrawn`).
  await table('notification')
    .addColumn('userId', 'text', (c) => c.notNull().references('user.id'))
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('projectId', 'text', (c) => c.notNull())
    .addColumn('cutId', 'text')
    .addColumn('fileId', 'text')
    .addColumn('commentId', 'text')
    .addColumn('replyId', 'text')
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('isRead', 'integer', (c) => c.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('notification_pk', ['userId', 'id'])
    .execute();

  const indexes: [string, string[]][] = [
    ['comment', ['cutId']],
    ['comment', ['fileId']],
    ['reply', ['commentId']],
    ['notification', ['cutId', 'commentId']],
  ];
  for (const [name, columns] of indexes) {
    await db.schema
      .createIndex(`${name}_by_${columns.join('_')}`)
      .on(name)
      .columns(columns)
      .execute();
  }
}

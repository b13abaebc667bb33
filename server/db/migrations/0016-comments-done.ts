import type { Kysely } from 'kysely';

/** Ranges, resolving, edits, mentions and reactions of comments, and approvals of versions. Existing rows have none. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('comment').addColumn('endTimestamp', 'real').execute();
  for (const column of ['resolvedAt', 'editedAt', 'mentions']) {
    await db.schema.alterTable('comment').addColumn(column, 'text').execute();
  }
  await db.schema
    .alterTable('comment')
    .addColumn('resolvedBy', 'text', (c) => c.references('user.id'))
    .execute();
  await db.schema.alterTable('reply').addColumn('mentions', 'text').execute();
  await db.schema
    .createTable('reaction')
    .addColumn('commentId', 'text', (c) => c.notNull().references('comment.id').onDelete('cascade'))
    .addColumn('userId', 'text', (c) => c.notNull().references('user.id'))
    .addColumn('reaction', 'text', (c) => c.notNull())
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('reaction_pk', ['commentId', 'reaction', 'userId'])
    .execute();
  await db.schema
    .createTable('approval')
    .addColumn('fileId', 'text', (c) => c.notNull().references('file.id').onDelete('cascade'))
    .addColumn('userId', 'text', (c) => c.notNull().references('user.id'))
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('approval_pk', ['fileId', 'userId'])
    .execute();
}

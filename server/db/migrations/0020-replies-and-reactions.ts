import type { Kysely } from 'kysely';

/** Edits of replies, reactions to replies and messages of a room, and comments made from a message. Existing rows have none. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('reply').addColumn('editedAt', 'text').execute();
  await db.schema.alterTable('comment').addColumn('messageId', 'text').execute();
  await db.schema.alterTable('roomMessage').addColumn('point', 'text').execute();
  for (const [table, column, parent] of [
    ['replyReaction', 'replyId', 'reply.id'],
    ['roomReaction', 'messageId', 'roomMessage.id'],
  ] as const) {
    await db.schema
      .createTable(table)
      .addColumn(column, 'text', (c) => c.notNull().references(parent).onDelete('cascade'))
      .addColumn('userId', 'text', (c) => c.notNull().references('user.id'))
      .addColumn('reaction', 'text', (c) => c.notNull())
      .addColumn('createdAt', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint(`${table}_pk`, [column, 'reaction', 'userId'])
      .execute();
  }
}

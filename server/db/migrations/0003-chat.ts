import type { Kysely } from 'kysely';

/** Direct messages: one conversation for each pair of people, and how far each has read. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const table = (name: string) => db.schema.createTable(name);

  await table('conversation')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('firstUserId', 'text', (c) => c.notNull().references('user.id'))
    .addColumn('secondUserId', 'text', (c) => c.notNull().references('user.id'))
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .addUniqueConstraint('conversation_pair', ['firstUserId', 'secondUserId'])
    .execute();
  await table('message')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('conversationId', 'text', (c) => c.notNull().references('conversation.id'))
    .addColumn('senderId', 'text', (c) => c.notNull().references('user.id'))
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('createdAt', 'text', (c) => c.notNull())
    // Messages are ordered by time, so no two may have the same.
    .addUniqueConstraint('message_order', ['conversationId', 'createdAt'])
    .execute();
  await table('readPosition')
    .addColumn('conversationId', 'text', (c) => c.notNull().references('conversation.id'))
    .addColumn('userId', 'text', (c) => c.notNull().references('user.id'))
    .addColumn('messageId', 'text', (c) => c.notNull().references('message.id'))
    .addColumn('upTo', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('read_position_pk', ['conversationId', 'userId'])
    .execute();

  const indexes: [string, string[]][] = [
    ['conversation', ['secondUserId']],
    ['message', ['senderId', 'createdAt']],
  ];
  for (const [name, columns] of indexes) {
    await db.schema
      .createIndex(`${name}_by_${columns.join('_')}`)
      .on(name)
      .columns(columns)
      .execute();
  }
}

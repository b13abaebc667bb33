import { type Kysely, sql } from 'kysely';

/** A room for each project, found by search, and what each member wants to hear of it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (text: string) => sql.raw(text).execute(db);
  await db.schema
    .createTable('roomMessage')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('projectId', 'text', (c) => c.notNull().references('project.id').onDelete('cascade'))
    .addColumn('senderId', 'text', (c) => c.notNull().references('user.id'))
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('mentions', 'text')
    .addColumn('createdAt', 'text', (c) => c.notNull())
    // Messages are ordered by time, so no two may have the same.
    .addUniqueConstraint('room_message_order', ['projectId', 'createdAt'])
    .execute();
  await db.schema
    .createIndex('roomMessage_by_senderId_createdAt')
    .on('roomMessage')
    .columns(['senderId', 'createdAt'])
    .execute();
  for (const column of ['level', 'roomReadUpTo']) {
    await db.schema.alterTable('member').addColumn(column, 'text').execute();
  }
  await db.schema.alterTable('user').addColumn('quietHours', 'text').execute();

  await run(`create trigger roomMessageInsertedForSearch after insert on roomMessage begin
    insert into searchEntry (type, id, projectId, name, text)
      values ('message', new.id, new.projectId, '', new.text); end`);
  await run(`create trigger roomMessageDeletedForSearch after delete on roomMessage begin
    delete from searchEntry where type = 'message' and id = old.id; end`);
}

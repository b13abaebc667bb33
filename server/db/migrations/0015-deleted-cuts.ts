import type { Kysely } from 'kysely';

/**
 * Deleted cuts, out of the tables that everything reads, until they are restored or their time is over. `deletedCutFile`
 * names the bytes that they need. And the comments that a cut had when it was merged: those made on no version can't be
 * told from the other cut's later. And the name of its vibe, which may be deleted once it is empty.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of ['commentIds', 'vibeName']) {
    await db.schema.alterTable('cutAlias').addColumn(column, 'text').execute();
  }
  await db.schema
    .createTable('deletedCut')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('projectId', 'text', (c) => c.notNull().references('project.id').onDelete('cascade'))
    .addColumn('vibeId', 'text', (c) => c.notNull())
    .addColumn('vibeName', 'text', (c) => c.notNull())
    .addColumn('cut', 'text', (c) => c.notNull())
    .addColumn('rows', 'text', (c) => c.notNull())
    .addColumn('deletedAt', 'text', (c) => c.notNull())
    .addColumn('deletedBy', 'text', (c) => c.notNull().references('user.id'))
    .addColumn('successorId', 'text')
    .execute();
  await db.schema
    .createTable('deletedCutFile')
    .addColumn('cutId', 'text', (c) => c.notNull().references('deletedCut.id').onDelete('cascade'))
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('size', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('deletedCutFile_key', ['cutId', 'sha256'])
    .execute();
  const indexes: [table: string, columns: string[]][] = [
    ['deletedCut', ['projectId', 'deletedAt']],
    ['deletedCut', ['deletedAt']],
    ['deletedCutFile', ['sha256']],
  ];
  for (const [table, columns] of indexes) {
    await db.schema
      .createIndex(`${table}_by_${columns.join('_')}`)
      .on(table)
      .columns(columns)
      .execute();
  }
}

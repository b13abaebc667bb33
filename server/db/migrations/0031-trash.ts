import type { Kysely } from 'kysely';

/** Deleted projects, vibes and files, which can be restored like cuts. Those that were deleted before are gone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const project = (name: string) =>
    db.schema
      .createTable(name)
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('projectId', 'text', (c) => c.notNull().references('project.id').onDelete('cascade'))
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('rows', 'text', (c) => c.notNull())
      .addColumn('deletedAt', 'text', (c) => c.notNull())
      .addColumn('deletedBy', 'text', (c) => c.notNull().references('user.id'));
  await project('deletedVibe').execute();
  await project('deletedFile')
    .addColumn('cutId', 'text', (c) => c.notNull())
    .addColumn('cutName', 'text', (c) => c.notNull())
    .addColumn('commentIds', 'text', (c) => c.notNull())
    .addColumn('stemIds', 'text', (c) => c.notNull())
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('size', 'integer', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('deletedProject')
    .addColumn('id', 'text', (c) => c.primaryKey().references('project.id').onDelete('cascade'))
    .addColumn('members', 'text', (c) => c.notNull())
    .addColumn('ownerId', 'text', (c) => c.notNull().references('user.id'))
    .addColumn('deletedAt', 'text', (c) => c.notNull())
    .addColumn('deletedBy', 'text', (c) => c.notNull().references('user.id'))
    .execute();
  const indexes: [table: string, columns: string[]][] = [
    ['deletedVibe', ['projectId', 'deletedAt']],
    ['deletedVibe', ['deletedAt']],
    ['deletedFile', ['projectId', 'deletedAt']],
    ['deletedFile', ['deletedAt']],
    ['deletedFile', ['sha256']],
    ['deletedProject', ['ownerId']],
    ['deletedProject', ['deletedAt']],
  ];
  for (const [table, columns] of indexes) {
    await db.schema
      .createIndex(`${table}_by_${columns.join('_')}`)
      .on(table)
      .columns(columns)
      .execute();
  }
}

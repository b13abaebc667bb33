import type { Kysely } from 'kysely';

/**
 * The song of each cut, the label, note, part, order and version of each file, and the ids of merged cuts.
 *
 * Existing cuts and files have none of it: `files/song-cut.ts` recognises such a cut by its name.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of ['title', 'alternate', 'stackKey', 'unsureKey', 'unsureName']) {
    await db.schema.alterTable('cut').addColumn(column, 'text').execute();
  }
  for (const column of ['label', 'note', 'part', 'formerCutIds']) {
    await db.schema.alterTable('file').addColumn(column, 'text').execute();
  }
  await db.schema.alterTable('file').addColumn('order', 'integer').execute();
  await db.schema
    .alterTable('file')
    .addColumn('versionId', 'text', (c) => c.references('file.id').onDelete('set null'))
    .execute();
  await db.schema.alterTable('upload').addColumn('song', 'text').execute();
  await db.schema
    .createTable('cutAlias')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('cutId', 'text', (c) => c.notNull().references('cut.id').onDelete('cascade'))
    .addColumn('intoId', 'text', (c) => c.notNull())
    .addColumn('projectId', 'text', (c) => c.notNull())
    .addColumn('stackKey', 'text')
    .addColumn('cut', 'text', (c) => c.notNull())
    .execute();
  const indexes: [table: string, columns: string[]][] = [
    ['cut', ['projectId', 'stackKey']],
    ['file', ['versionId']],
    ['cutAlias', ['cutId']],
    ['cutAlias', ['projectId', 'stackKey']],
  ];
  for (const [table, columns] of indexes) {
    await db.schema
      .createIndex(`${table}_by_${columns.join('_')}`)
      .on(table)
      .columns(columns)
      .execute();
  }
}

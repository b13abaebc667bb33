import { type Kysely, sql } from 'kysely';

/** Everything that search can find, by table: the SQL of its row in `searchEntry`, `row` being its own row. */
const sources = [
  { type: 'project', projectId: 'row.id', name: 'row.name', text: `coalesce(row.description, '')` },
  { type: 'vibe', projectId: 'row.projectId', name: 'row.name', text: `''` },
  { type: 'cut', projectId: 'row.projectId', name: 'row.name', text: `''` },
  { type: 'file', projectId: 'row.projectId', name: 'row.name', text: `''` },
  {
    type: 'comment',
    projectId: '(select cut.projectId from cut where cut.id = row.cutId)',
    name: `''`,
    text: 'row.text',
  },
];

/**
 * Full-text search. Triggers keep the index up to date, even when a foreign key deletes, so no handler can forget it.
 *
 * `searchEntry` is between the tables and the index, because FTS5 identifies its rows by stable integers: without it, each
 * deletion would read the whole index.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (text: string) => sql.raw(text).execute(db);

  await db.schema
    .createTable('searchEntry')
    .addColumn('number', 'integer', (c) => c.primaryKey())
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('projectId', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addUniqueConstraint('search_entry_thing', ['type', 'id'])
    .execute();
  await run(`create virtual table searchIndex using fts5(
    name, text, content = 'searchEntry', content_rowid = 'number', prefix = '1 2 3',
    tokenize = 'unicode61 remove_diacritics 2')`);

  // For external content, FTS5 must be given the old values to delete a row (SQLite's documentation).
  const put = 'insert into searchIndex (rowid, name, text) values (new.number, new.name, new.text);';
  const take = `insert into searchIndex (searchIndex, rowid, name, text)
    values ('delete', old.number, old.name, old.text);`;
  await run(`create trigger searchEntryInserted after insert on searchEntry begin ${put} end`);
  await run(`create trigger searchEntryUpdated after update on searchEntry begin ${take} ${put} end`);
  await run(`create trigger searchEntryDeleted after delete on searchEntry begin ${take} end`);

  for (const { type, projectId, name, text } of sources) {
    const columns = ['type', 'id', 'projectId', 'name', 'text'];
    const row = `'${type}', row.id, ${projectId}, ${name}, ${text}`;
    const of = (alias: string, value: string) => value.replaceAll('row.', `${alias}.`);
    await run(`insert into searchEntry (${columns}) select ${row} from "${type}" as row`);
    await run(`create trigger ${type}InsertedForSearch after insert on "${type}" begin
      insert into searchEntry (${columns}) values (${of('new', row)}); end`);
    await run(`create trigger ${type}UpdatedForSearch after update on "${type}" begin
      update searchEntry set name = ${of('new', name)}, text = ${of('new', text)}
        where type = '${type}' and id = new.id
          and (name <> ${of('new', name)} or text <> ${of('new', text)}); end`);
    await run(`create trigger ${type}DeletedForSearch after delete on "${type}" begin
      delete from searchEntry where type = '${type}' and id = old.id; end`);
  }
}

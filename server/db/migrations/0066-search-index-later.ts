import { type Kysely, sql } from 'kysely';

/**
 * SQLite's index is filled later, many entries at once (`search/fill-index.ts`): an entry is in it if its number is not
 * above that in `searchIndexed`. An entry that gets the number of a deleted one goes into it at once.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (text: string) => sql.raw(text).execute(db);
  await db.schema
    .createTable('searchIndexed')
    .addColumn('number', 'integer', (c) => c.notNull())
    .execute();
  await run('insert into searchIndexed select coalesce(max(number), 0) from searchEntry');

  const put = 'insert into searchIndex (rowid, name, text) values (new.number, new.name, new.text);';
  const take = `insert into searchIndex (searchIndex, rowid, name, text)
    values ('delete', old.number, old.name, old.text);`;
  const triggers = [
    { name: 'Inserted', after: 'insert', row: 'new', does: put },
    { name: 'Updated', after: 'update', row: 'old', does: `${take} ${put}` },
    { name: 'Deleted', after: 'delete', row: 'old', does: take },
  ];
  for (const { name, after, row, does } of triggers) {
    await run(`drop trigger searchEntry${name}`);
    await run(`create trigger searchEntry${name} after ${after} on searchEntry
      when ${row}.number <= (select number from searchIndexed) begin ${does} end`);
  }
}

import SQLite from 'better-sqlite3';
import { Kysely, SqliteDialect, sql } from 'kysely';
import { expect, test } from 'vitest';
import { cachingPrepare } from '../../../server/db/caching-prepare.ts';
import { disposeLater } from '../../helpers/disposal.ts';

function open() {
  const sqlite = new SQLite(':memory:');
  let prepared = 0;
  const prepare = sqlite.prepare.bind(sqlite);
  sqlite.prepare = ((text: string) => {
    prepared += 1;
    return prepare(text);
  }) as typeof sqlite.prepare;
  const db = new Kysely<{ item: { id: number; name: string } }>({
    dialect: new SqliteDialect({ database: cachingPrepare(sqlite) }),
  });
  disposeLater(() => db.destroy());
  return { db, prepared: () => prepared };
}

test('a statement is compiled once for any parameters, and runs again each time', async () => {
  const { db, prepared } = open();
  await sql`create table item (id integer primary key, name text not null)`.execute(db);
  const before = prepared();
  for (let id = 1; id <= 50; id += 1) {
    await db
      .insertInto('item')
      .values({ id, name: `n${id}` })
      .execute();
    const row = await db.selectFrom('item').select('name').where('id', '=', id).executeTakeFirstOrThrow();
    expect(row.name).toBe(`n${id}`);
  }
  expect(prepared() - before).toBe(2);
});

test('a statement compiled before a change of the table still answers correctly', async () => {
  const { db } = open();
  await sql`create table item (id integer primary key, name text not null)`.execute(db);
  await db.insertInto('item').values({ id: 1, name: 'a' }).execute();
  const read = () => db.selectFrom('item').selectAll().execute();
  expect(await read()).toEqual([{ id: 1, name: 'a' }]);
  await sql`alter table item add column more text default 'x'`.execute(db);
  expect(await read()).toEqual([{ id: 1, name: 'a', more: 'x' }]);
});

test('more statements than the cache holds all work', async () => {
  const { db } = open();
  for (let round = 0; round < 2; round += 1) {
    for (let index = 0; index < 600; index += 1) {
      const { rows } = await sql.raw<{ n: number }>(`select ${index} as n`).execute(db);
      expect(rows).toEqual([{ n: index }]);
    }
  }
});

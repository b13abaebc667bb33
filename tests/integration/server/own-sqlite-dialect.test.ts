import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { OwnSqliteDialect } from '../../../server/db/own-sqlite-dialect.ts';
import { prepared, preparedInsert } from '../../../server/db/prepared.ts';
import type { Database } from '../../../server/db/schema.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';

const readHead = prepared((db, { topic }: { topic: string }) =>
  db.selectFrom('topicHead').select('seq').where('topic', '=', topic),
);
const addHeads = preparedInsert('topicHead', (insert) => insert.returning('seq'));

async function open() {
  const sqlite = new SQLite(join(await temporaryFolder(), 'test.sqlite'));
  sqlite.exec('create table topicHead (topic text primary key, seq integer not null)');
  const statements: { level: string; sql: string }[] = [];
  const db = new Kysely<Database>({
    dialect: new OwnSqliteDialect(sqlite, ({ level, query }) => statements.push({ level, sql: query.sql })),
  });
  disposeLater(() => db.destroy());
  const seqOf = async (topic: string, from: Kysely<Database> = db) => (await readHead(from, { topic })).rows;
  return { db, seqOf, statements };
}

test('a compiled query sees its own transaction, and waits for the end of another one', async () => {
  const { db, seqOf } = await open();
  const written = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const writing = db.transaction().execute(async (tx) => {
    expect(await addHeads(tx, [{ topic: 'a', seq: 1 }])).toEqual([{ seq: 1 }]);
    expect(await seqOf('a', tx)).toEqual([{ seq: 1 }]);
    written.resolve();
    await goOn.promise;
    throw new Error('undone');
  });
  await written.promise;
  const seen = seqOf('a');
  goOn.resolve();
  await expect(writing).rejects.toThrow('undone');
  expect(await seen).toEqual([]);
});

test('rows of any number are inserted in their order', async () => {
  const { db, seqOf } = await open();
  for (const count of [1, 2, 64, 65]) {
    const rows = Array.from({ length: count }, (_, seq) => ({ topic: `${count} ${seq}`, seq }));
    expect((await addHeads(db, rows)).map(({ seq }) => seq)).toEqual(rows.map(({ seq }) => seq));
    expect(await seqOf(`${count} ${count - 1}`)).toEqual([{ seq: count - 1 }]);
  }
});

test('every compiled query is reported, and a failed one rejects', async () => {
  const { db, seqOf, statements } = await open();
  await addHeads(db, [{ topic: 'a', seq: 1 }]);
  await expect(addHeads(db, [{ topic: 'a', seq: 2 }])).rejects.toThrow(/UNIQUE/);
  expect(await seqOf('a')).toEqual([{ seq: 1 }]);
  expect(statements.map(({ level, sql }) => `${level} ${sql.slice(0, 6)}`)).toEqual([
    'query insert',
    'error insert',
    'query select',
  ]);
});

test('values are hidden from SQLite’s planner, and indexes are used all the same', async () => {
  const { db } = await open();
  const query = db.selectFrom('topicHead').select('seq').where('topic', '=', 'a').limit(1).compile();
  expect(query.sql).toMatch(/where "topic" = \+\? limit \+\?$/);
  const plan = await db.executeQuery<{ detail: string }>({
    ...query,
    sql: `explain query plan ${query.sql}`,
  });
  expect(plan.rows.map(({ detail }) => detail)).toEqual([expect.stringMatching(/^SEARCH .* USING INDEX/)]);
});

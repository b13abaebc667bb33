import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import { CompiledQuery, Kysely, type Transaction } from 'kysely';
import { expect, test } from 'vitest';
import { createSerialQueue } from '../../../common/serial-queue.ts';
import { createGroupCommit, mostTogether } from '../../../server/commands/group-commit.ts';
import { OwnSqliteDialect } from '../../../server/db/own-sqlite-dialect.ts';
import type { Database } from '../../../server/db/schema.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';

/** A database with numbers in it. `announced`: those whose change was announced, and how many were durable by then. */
async function openGroup(gather?: () => Promise<void>) {
  const file = join(await temporaryFolder(), 'test.sqlite');
  const sqlite = new SQLite(file);
  sqlite.pragma('journal_mode = WAL');
  sqlite.exec('create table number (value integer primary key)');
  /** The texts of the statements that were compiled. */
  const statements: string[] = [];
  const prepare = sqlite.prepare.bind(sqlite);
  sqlite.prepare = ((text: string) => {
    statements.push(text);
    return prepare(text);
  }) as typeof sqlite.prepare;
  const db = new Kysely<Database>({ dialect: new OwnSqliteDialect(sqlite) });
  const onlooker = new SQLite(file, { readonly: true });
  disposeLater(async () => {
    onlooker.close();
    await db.destroy();
  });
  const numbers = () => onlooker.prepare('select value from number order by value').pluck().all();
  const queue = createSerialQueue();
  const group = createGroupCommit({ db, queue, gather, isoNow: () => new Date().toISOString() });
  const announced: { value: number; durable: number }[] = [];
  const write = (tx: Transaction<Database>, value: number) =>
    tx.executeQuery(CompiledQuery.raw('insert into number values (?)', [value]));
  /** A change that writes only what `work` writes. */
  const run = (work: (tx: Transaction<Database>, undo: () => Promise<void>) => Promise<void>) =>
    group.run({
      scope: {},
      async run(tx, undo) {
        await work(tx, undo);
        return { events: [], finish: () => ({ value: null, announce: () => {} }) };
      },
    });
  const add = (
    value: number,
    after?: (tx: Transaction<Database>, undo: () => Promise<void>) => Promise<void>,
  ) =>
    group.run({
      scope: {},
      async run(tx, undo) {
        await write(tx, value);
        await after?.(tx, undo);
        const announce = () => void announced.push({ value, durable: numbers().length });
        return { events: [], finish: () => ({ value, announce }) };
      },
    });
  return { queue, add, run, write, announced, numbers, statements };
}

/** A change that writes, and how often it has run. */
function countRuns({ add }: Pick<Awaited<ReturnType<typeof openGroup>>, 'add'>) {
  const runs = new Map<number, number>();
  const counted: typeof add = (value, after) =>
    add(value, async (tx, undo) => {
      runs.set(value, (runs.get(value) ?? 0) + 1);
      await after?.(tx, undo);
    });
  return { runs, add: counted };
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

test('changes that wait together are committed together and announced in order', async () => {
  const { add, announced } = await openGroup();
  const count = mostTogether + 2;
  expect(await Promise.all(upTo(count).map((value) => add(value)))).toEqual(upTo(count));
  expect(announced).toEqual(
    upTo(count).map((value) => ({ value, durable: value < mostTogether ? mostTogether : count })),
  );
});

test('one that fails is undone, and the others of its transaction stay', async () => {
  const { add, announced, numbers } = await openGroup();
  const ends = await Promise.allSettled([
    add(1),
    add(2, () => Promise.reject(new TypeError('a bug'))),
    // The same number again: SQLite refuses it.
    add(1),
    add(3),
  ]);
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
  expect(numbers()).toEqual([1, 3]);
  expect(announced.map(({ value }) => value)).toEqual([1, 3]);
});

test('one that undoes what it wrote may write something else', async () => {
  const { add, write, numbers } = await openGroup();
  await Promise.all([
    add(1),
    add(2, async (tx, undo) => {
      await undo();
      await write(tx, 20);
    }),
    add(3),
  ]);
  expect(numbers()).toEqual([1, 3, 20]);
});

test('if SQLite rolls all of it back, each of them fails and nothing is announced', async () => {
  const { add, announced, numbers } = await openGroup();
  const lost = new Error('database or disk is full');
  const ends = await Promise.allSettled([
    add(1),
    add(2, async (tx) => {
      await tx.executeQuery(CompiledQuery.raw('rollback'));
      throw lost;
    }),
    add(3),
  ]);
  expect(ends.slice(0, 2)).toEqual([
    { status: 'rejected', reason: lost },
    { status: 'rejected', reason: lost },
  ]);
  // It came after that transaction.
  expect(ends[2]).toMatchObject({ status: 'fulfilled' });
  expect(numbers()).toEqual([3]);
  expect(announced.map(({ value }) => value)).toEqual([3]);
});

test('other tasks of the queue see whole groups only', async () => {
  const { queue, add, numbers } = await openGroup();
  const changes = upTo(3).map((value) => add(value));
  const seen = queue.run(async () => numbers());
  await Promise.all(changes);
  expect(await seen).toEqual([0, 1, 2]);
});

test('a transaction begins once what has arrived had its chance to join', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { add, announced } = await openGroup(() => promise);
  const first = add(1);
  await setImmediate();
  const second = add(2);
  expect(announced).toEqual([]);
  resolve();
  await Promise.all([first, second]);
  expect(announced).toEqual([
    { value: 1, durable: 2 },
    { value: 2, durable: 2 },
  ]);
});

test('only one that fails after it has written makes the others of its transaction run again', async () => {
  const group = await openGroup();
  const { runs, add } = countRuns(group);
  const refuse = () =>
    group.run(async (_tx, undo) => {
      await undo();
      throw new Error('refused');
    });
  const kept = await Promise.allSettled([add(1), refuse(), add(2)]);
  expect(kept.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect([...runs]).toEqual([
    [1, 1],
    [2, 1],
  ]);
  await Promise.allSettled([add(3), add(4, () => Promise.reject(new Error('late'))), add(5)]);
  expect(runs.get(3)).toBe(2);
  expect(runs.get(5)).toBe(1);
  expect(group.numbers()).toEqual([1, 2, 3, 5]);
  expect(group.announced.map(({ value }) => value)).toEqual([1, 2, 3, 5]);
});

test('no savepoint is opened while nothing fails', async () => {
  const { add, statements } = await openGroup();
  await Promise.all([add(1), add(2)]);
  expect(statements.filter((text) => text.includes('change'))).toEqual(['select total_changes() as written']);
});

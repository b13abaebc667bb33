import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import fc from 'fast-check';
import { Kysely, SqliteDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { expect, test } from 'vitest';
import { migrations } from '../../../server/db/migrate.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import type { Database } from '../../../server/db/schema.ts';
import { fillIndex } from '../../../server/search/fill-index.ts';
import { search } from '../../../server/search/search.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';

/** A database from before search existed, with one row of each kind. */
async function makeOldDatabase(): Promise<string> {
  const file = join(await temporaryFolder(), 'test.sqlite');
  const sqlite = new SQLite(file);
  const old = new Kysely<Database>({ dialect: new SqliteDialect({ database: sqlite }) });
  const before = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '0005'));
  const migrator = new Migrator({ db: old, provider: { getMigrations: async () => before } });
  expect((await migrator.migrateToLatest()).error).toBeUndefined();
  const at = '2026-03-01T10:00:00.000Z';
  sqlite.exec(`
    insert into user (id, name, email, emailVerified, createdAt, updatedAt)
      values ('ana', 'Ana', 'ana@example.com', 1, '${at}', '${at}');
    insert into project (id, name, createdAt, createdBy) values ('p', 'Old EP', '${at}', 'ana');
    insert into member (projectId, userId, role, joinedAt) values ('p', 'ana', 'ADMIN', '${at}');
    insert into vibe (id, projectId, name, rank, createdAt, createdBy) values ('v', 'p', 'Old song', 0, '${at}', 'ana');
    insert into cut (id, vibeId, projectId, name, rank, createdAt, createdBy)
      values ('c', 'v', 'p', 'Old mix', 0, '${at}', 'ana');
    insert into file (id, cutId, projectId, name, type, size, mimeType, sha256, uploadedBy, createdAt)
      values ('f', 'c', 'p', 'old.wav', 'CUT', 1, 'audio/wav', 'x', 'ana', '${at}');
    insert into comment (id, cutId, text, timestamp, createdAt, createdBy)
      values ('m', 'c', 'An old remark', 1, '${at}', 'ana');
    insert into reply (id, commentId, text, createdAt, createdBy) values ('r', 'm', 'An old reply', '${at}', 'ana');
  `);
  await old.destroy();
  return file;
}

async function open() {
  const file = await makeOldDatabase();
  const db = await openDatabase(file);
  disposeLater(() => db.destroy());
  const sqlite = new SQLite(file, { readonly: true });
  disposeLater(() => sqlite.close());
  return {
    db,
    find: (typed: string) => search(sqlite, 'ana', typed, 20),
    fill: () => fillIndex({ db, reads: db }),
  };
}

/** FTS5's own check that the index has each entry as it is now. */
const checkIndex = (db: Kysely<Database>) =>
  sql`insert into searchIndex (searchIndex, rank) values ('integrity-check', 1)`.execute(db);

const comment = (id: string, text: string) => ({
  ...{ id, text, cutId: 'c', timestamp: 1, createdAt: '2026-03-01T10:00:00.000Z', createdBy: 'ana' },
});

test('finds what existed before the migration, and follows changes', async () => {
  const { db, find: findAll } = await open();
  const find = (typed: string) => findAll(typed).map(({ id }) => id);
  expect(find('old')).toEqual(['c', 'v', 'p', 'f', 'm', 'r']);
  await db.updateTable('file').set({ name: 'new.wav' }).execute();
  expect(find('new')).toEqual(['f']);
  expect(find('old')).toEqual(['c', 'v', 'p', 'm', 'r']);
  await db.updateTable('reply').set({ text: 'A newer reply' }).execute();
  expect(find('newer')).toEqual(['r']);
  await db.updateTable('reply').set({ text: 'An old reply' }).execute();
  // No handler takes part when a foreign key deletes rows.
  await db.deleteFrom('cut').execute();
  expect(find('old')).toEqual(['v', 'p']);
  expect(find('new')).toEqual([]);
  await checkIndex(db);
});

test('the index is filled later, with what is there by then', async () => {
  const { db, find, fill } = await open();
  await db
    .insertInto('comment')
    .values(Array.from({ length: 450 }, (_, index) => comment(`later-${index}`, `later ${index}`)))
    .execute();
  expect(find('later')).toEqual([]);
  await fill();
  expect(find('later')).toHaveLength(20);
  expect(find('449').map(({ id }) => id)).toEqual(['later-449']);
  await checkIndex(db);
});

test('the index fits its entries, whatever happens to them before or after they are in it', async () => {
  const { db, find, fill } = await open();
  const id = fc.integer({ min: 0, max: 5 }).map((number) => `x${number}`);
  const step = fc.oneof(
    fc.record({ does: fc.constant('write' as const), id, text: fc.constantFrom('dusk', 'dawn', 'noon') }),
    fc.record({ does: fc.constant('delete' as const), id }),
    fc.record({ does: fc.constant('fill' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const texts = new Map<string, string>();
      await db.deleteFrom('comment').execute();
      for (const one of steps) {
        if (one.does === 'fill') await fill();
        else if (one.does === 'delete') {
          texts.delete(one.id);
          await db.deleteFrom('comment').where('id', '=', one.id).execute();
        } else {
          texts.set(one.id, one.text);
          const { id: _, ...row } = comment(one.id, one.text);
          const write = db.insertInto('comment').values({ id: one.id, ...row });
          await write.onConflict((conflict) => conflict.column('id').doUpdateSet(row)).execute();
        }
      }
      await fill();
      await checkIndex(db);
      for (const text of ['dusk', 'dawn', 'noon']) {
        const expected = [...texts].filter(([, written]) => written === text).map(([key]) => key);
        expect(
          find(text)
            .map(({ id }) => id)
            .sort(),
        ).toEqual(expected.sort());
      }
    }),
    { numRuns: 100 },
  );
});

test('no query text breaks it', async () => {
  const { find } = await open();
  const pieces = [
    '"',
    '*',
    '(',
    ')',
    '{',
    ' ',
    'old',
    'OR',
    'NOT',
    'NEAR',
    ':',
    '^',
    '\0',
    'é',
    '\u0301',
    '-',
  ];
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 100 }),
    fc.array(fc.constantFrom(...pieces, '\ud800'), { maxLength: 30 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(typed, (text) => {
      find(text);
      // An existing word is found whatever punctuation is around it.
      const signs = text.replaceAll(/[\p{L}\p{N}\p{M}\p{Co}]/gu, '');
      expect(find(`${signs} old`), JSON.stringify(signs)).toHaveLength(6);
    }),
    { numRuns: 300 },
  );
});

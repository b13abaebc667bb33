import SQLite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { expect, test } from 'vitest';
import { migrations } from '../../../server/db/migrate.ts';
import type { Database } from '../../../server/db/schema.ts';
import { readAttention } from '../../../server/entities/attention.ts';
import { readCut, readMeantCut } from '../../../server/entities/cut.ts';
import { readFiles } from '../../../server/entities/file.ts';
import { readDue } from '../../../server/mail/waiting-news.ts';
import { disposeLater } from '../../helpers/disposal.ts';

const at = '2026-03-01T10:00:00.000Z';

/** The database of the version before a migration, with a project of one cut. */
async function makeBefore(first: string) {
  const sqlite = new SQLite(':memory:');
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: sqlite }) });
  disposeLater(() => db.destroy());
  const run = async (isWanted: (name: string) => boolean) => {
    for (const [name, migration] of Object.entries(migrations))
      if (isWanted(name)) await migration.up(db as Kysely<unknown>);
  };
  await run((name) => name < first);
  sqlite.exec(`
    insert into user (id, name, email, emailVerified, createdAt, updatedAt)
      values ('u', 'Ada', 'ada@band.example', 1, '${at}', '${at}');
    insert into project (id, name, createdAt, createdBy) values ('p', 'EP', '${at}', 'u');
    insert into member (projectId, userId, role, joinedAt) values ('p', 'u', 'ADMIN', '${at}');
    insert into vibe (id, projectId, name, rank, createdAt, createdBy) values ('v', 'p', 'Song', 0, '${at}', 'u');
    insert into cut (id, vibeId, projectId, name, rank, createdAt, createdBy)
      values ('c', 'v', 'p', 'Mix', 0, '${at}', 'u');
  `);
  return { sqlite, db, upgrade: () => run((name) => name >= first) };
}

test('versions of an earlier server have no copy yet, and nobody gets mail about news', async () => {
  const { sqlite, db, upgrade } = await makeBefore('0045');
  sqlite.exec(`
    insert into blob (sha256, size, createdAt) values ('s', 9, '${at}');
    insert into file (id, cutId, projectId, name, type, size, mimeType, sha256, uploadedBy, createdAt)
      values ('f', 'c', 'p', 'mix.wav', 'CUT', 9, 'audio/wav', 's', 'u', '${at}');
  `);
  await upgrade();
  const [file] = await readFiles(db, { id: 'f' });
  expect(file).toMatchObject({ name: 'mix.wav' });
  expect(file).not.toHaveProperty('compressedSize');
  expect((await readAttention(db, 'u')).projects[0]).not.toHaveProperty('mail');
  expect(await readDue(db, '2999-01-01', '2999-01-01')).toEqual([]);
});

test('an id that an earlier server gave to a new cut, although it meant another, means the new one', async () => {
  const { sqlite, db, upgrade } = await makeBefore('0068');
  sqlite.exec(`
    insert into cut (id, vibeId, projectId, name, rank, createdAt, createdBy)
      values ('new', 'v', 'p', 'New', 1, '${at}', 'u');
    insert into cutAlias (id, cutId, intoId, projectId, cut)
      values ('new', 'c', 'c', 'p', '{}'), ('merged', 'c', 'c', 'p', '{}');
  `);
  await upgrade();
  expect(await readCut(db, 'c')).toMatchObject({ formerIds: ['merged'] });
  expect(await readMeantCut(db, 'new')).toMatchObject({ name: 'New' });
  expect(await readMeantCut(db, 'merged')).toMatchObject({ name: 'Mix' });
});

test('what an earlier server merged is without its links, and what it deleted was not emptied', async () => {
  const { sqlite, db, upgrade } = await makeBefore('0069');
  sqlite.exec(`
    insert into cutAlias (id, cutId, intoId, projectId, cut) values ('merged', 'c', 'c', 'p', '{}');
    insert into deletedVibe (id, projectId, name, rows, deletedAt, deletedBy)
      values ('d', 'p', 'Old', '[]', '${at}', 'u');
  `);
  await upgrade();
  const alias = await db.selectFrom('cutAlias').select(['id', 'shareIds']).executeTakeFirst();
  expect(alias).toEqual({ id: 'merged', shareIds: null });
  const vibe = await db.selectFrom('deletedVibe').select(['id', 'wasEmptied']).executeTakeFirst();
  expect(vibe).toEqual({ id: 'd', wasEmptied: 0 });
});

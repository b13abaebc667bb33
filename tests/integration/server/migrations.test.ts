import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { Kysely, SqliteDialect, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { expect, test } from 'vitest';
import { parseLoggedEvent } from '../../../protocol/wire/event.ts';
import { readBlocked } from '../../../server/blocks/blocks.ts';
import { handleCutDelete } from '../../../server/commands/cut-delete.ts';
import { handleCutRestore } from '../../../server/commands/cut-restore.ts';
import type { CommandContext } from '../../../server/commands/handler.ts';
import { handleProjectDelete } from '../../../server/commands/project-delete.ts';
import { handleProjectRestore } from '../../../server/commands/project-restore.ts';
import { migrate, migrations } from '../../../server/db/migrate.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import type { Database } from '../../../server/db/schema.ts';
import { readComments } from '../../../server/entities/comment.ts';
import { readConversations } from '../../../server/entities/conversation.ts';
import { readCut } from '../../../server/entities/cut.ts';
import { readFiles } from '../../../server/entities/file.ts';
import { readPendingInvitations } from '../../../server/entities/invitation.ts';
import { readSnapshot } from '../../../server/entities/project.ts';
import { readRoomMessages } from '../../../server/entities/room-message.ts';
import { readEpoch, readLog } from '../../../server/events/log.ts';
import { keepPicture } from '../../../server/pictures/pictures.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { pngDataUrl } from '../../helpers/pictures.ts';

const schemaOf = (file: string) => {
  const sqlite = new SQLite(file, { readonly: true });
  try {
    return sqlite.prepare('select name, sql from sqlite_schema order by name').all();
  } finally {
    sqlite.close();
  }
};

test('a database is created once and opened again unchanged', async () => {
  const file = join(await temporaryFolder(), 'test.sqlite');
  const first = await openDatabase(file);
  const epoch = await readEpoch(first);
  await first.destroy();
  const schema = schemaOf(file);
  const second = await openDatabase(file);
  await migrate(second);
  expect(await readEpoch(second)).toBe(epoch);
  await second.destroy();
  expect(schemaOf(file)).toEqual(schema);
});

test('each migration leads from the previous version to the next', async () => {
  const file = join(await temporaryFolder(), 'test.sqlite');
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: new SQLite(file) }) });
  disposeLater(() => db.destroy());
  for (const [name, migration] of Object.entries(migrations)) {
    await migration.up(db as Kysely<unknown>);
    const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db);
    expect(rows, `after ${name}`).toEqual([{ integrity_check: 'ok' }]);
  }
  const fresh = join(await temporaryFolder(), 'fresh.sqlite');
  await (await openDatabase(fresh)).destroy();
  const ours = (rows: unknown[]) => (rows as { name: string }[]).filter(({ name }) => !/kysely/.test(name));
  expect(ours(schemaOf(file))).toEqual(ours(schemaOf(fresh)));
});

test('content from before comments is kept, and its old events can still be read', async () => {
  const file = join(await temporaryFolder(), 'test.sqlite');
  const first = new SQLite(file);
  const old = new Kysely<Database>({ dialect: new SqliteDialect({ database: first }) });
  const provider = {
    getMigrations: async () => ({ '0001-initial': migrations['0001-initial'] as Migration }),
  };
  expect((await new Migrator({ db: old, provider }).migrateToLatest()).error).toBeUndefined();
  const at = '2026-03-01T10:00:00.000Z';
  const person = { id: 'ana', name: 'Ana', avatarUrl: null };
  const cut = {
    id: 'c',
    name: 'Mix',
    vibeId: 'v',
    projectId: 'p',
    order: 0,
    createdAt: at,
    createdBy: person,
  };
  first.exec(`
    insert into user (id, name, email, emailVerified, createdAt, updatedAt)
      values ('ana', 'Ana', 'ana@example.com', 1, '${at}', '${at}');
    insert into project (id, name, createdAt, createdBy) values ('p', 'EP', '${at}', 'ana');
    insert into member (projectId, userId, role, joinedAt) values ('p', 'ana', 'ADMIN', '${at}');
    insert into vibe (id, projectId, name, rank, createdAt, createdBy) values ('v', 'p', 'One', 0, '${at}', 'ana');
    insert into cut (id, vibeId, projectId, name, rank, createdAt, createdBy)
      values ('c', 'v', 'p', 'Mix', 0, '${at}', 'ana');
    insert into topicHead (topic, seq) values ('project:p', 1);
  `);
  first
    .prepare(`insert into event (topic, seq, name, payload, at) values ('project:p', 1, 'cut:created', ?, ?)`)
    .run(JSON.stringify({ ...cut, files: [] }), at);
  await old.destroy();

  const db = await openDatabase(file);
  disposeLater(() => db.destroy());
  expect((await readSnapshot(db, 'ana', 'p'))?.vibes[0]?.cuts).toEqual([
    { ...cut, files: [], commentCount: 0 },
  ]);
  const log = await readLog(db, { topic: 'project:p', since: 0, limit: 10 });
  const events =
    'events' in log ? log.events.map((row) => parseLoggedEvent({ topic: 'project:p', ...row })) : [];
  expect(events).toMatchObject([{ name: 'cut:created', payload: { id: 'c', commentCount: 0 } }]);
});

test('a project that its last member had left is deleted with its log, the others stay', async () => {
  const file = join(await temporaryFolder(), 'test.sqlite');
  const first = new SQLite(file);
  const old = new Kysely<Database>({ dialect: new SqliteDialect({ database: first }) });
  const before = Object.entries(migrations).filter(([name]) => name < '0009');
  const provider = { getMigrations: async () => Object.fromEntries(before) };
  expect((await new Migrator({ db: old, provider }).migrateToLatest()).error).toBeUndefined();
  const at = '2026-03-01T10:00:00.000Z';
  first.exec(`
    insert into user (id, name, email, emailVerified, createdAt, updatedAt)
      values ('ana', 'Ana', 'ana@example.com', 1, '${at}', '${at}');
    insert into project (id, name, createdAt, createdBy) values ('p', 'EP', '${at}', 'ana'), ('q', 'LP', '${at}', 'ana');
    insert into member (projectId, userId, role, joinedAt) values ('q', 'ana', 'ADMIN', '${at}');
    insert into vibe (id, projectId, name, rank, createdAt, createdBy) values ('v', 'p', 'One', 0, '${at}', 'ana');
    insert into event (topic, seq, name, payload, at) values
      ('project:p', 1, 'vibe:deleted', '{}', '${at}'), ('project:q', 1, 'vibe:deleted', '{}', '${at}');
  `);
  await old.destroy();
  const db = await openDatabase(file);
  disposeLater(() => db.destroy());
  expect(await db.selectFrom('project').select('id').execute()).toEqual([{ id: 'q' }]);
  expect(await db.selectFrom('vibe').select('id').execute()).toEqual([]);
  expect(await db.selectFrom('event').select('topic').execute()).toEqual([{ topic: 'project:q' }]);
});

test('cuts and files that had no songs keep everything, and have none of the new fields', async () => {
  const file = join(await temporaryFolder(), 'test.sqlite');
  const sqlite = new SQLite(file);
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: sqlite }) });
  disposeLater(() => db.destroy());
  const earlier = Object.entries(migrations).filter(([name]) => name < '0012');
  for (const [, migration] of earlier) await migration.up(db as Kysely<unknown>);
  const at = '2026-03-01T10:00:00.000Z';
  sqlite.exec(`
    insert into user (id, name, email, emailVerified, role, createdAt, updatedAt)
      values ('u', 'Ada', 'ada@band.example', 0, 'MEMBER', '${at}', '${at}');
    insert into project (id, name, createdAt, createdBy) values ('p', 'EP', '${at}', 'u');
    insert into member values ('p', 'u', 'ADMIN', '${at}');
    insert into vibe (id, projectId, name, rank, createdAt, createdBy) values ('v', 'p', 'Dune', 0, '${at}', 'u');
    insert into cut (id, vibeId, projectId, name, rank, createdAt, createdBy)
      values ('c', 'v', 'p', 'Dune v1', 0, '${at}', 'u');
    insert into file (id, cutId, projectId, name, type, size, mimeType, sha256, uploadedBy, createdAt)
      values ('f', 'c', 'p', 'Dune v1.wav', 'CUT', 4, 'audio/wav', '${'a'.repeat(64)}', 'u', '${at}');
  `);
  for (const [name, migration] of Object.entries(migrations))
    if (name >= '0012') await migration.up(db as Kysely<unknown>);
  const cuts = (await readSnapshot(db, 'u', 'p'))?.vibes[0]?.cuts;
  expect(cuts).toMatchObject([{ id: 'c', name: 'Dune v1', files: [{ id: 'f', name: 'Dune v1.wav' }] }]);
  const [cut] = cuts ?? [];
  for (const field of ['title', 'alternate', 'formerIds']) expect(cut).not.toHaveProperty(field);
  for (const field of ['label', 'note', 'part', 'order', 'versionId'])
    expect(cut?.files[0]).not.toHaveProperty(field);
});

test('cuts of earlier versions have no facts about their music', async () => {
  const file = join(await temporaryFolder(), 'test.sqlite');
  const sqlite = new SQLite(file);
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: sqlite }) });
  disposeLater(() => db.destroy());
  const at = '2026-03-01T10:00:00.000Z';
  for (const [name, migration] of Object.entries(migrations)) {
    if (name === '0018-music')
      sqlite.exec(`
        insert into user (id, name, email, emailVerified, role, createdAt, updatedAt)
          values ('u', 'Ada', 'ada@band.example', 0, 'MEMBER', '${at}', '${at}');
        insert into project (id, name, createdAt, createdBy) values ('p', 'EP', '${at}', 'u');
        insert into vibe (id, projectId, name, rank, createdAt, createdBy) values ('v', 'p', 'Dune', 0, '${at}', 'u');
        insert into cut (id, vibeId, projectId, name, rank, createdAt, createdBy)
          values ('c', 'v', 'p', 'Dune', 0, '${at}', 'u');
      `);
    await migration.up(db as Kysely<unknown>);
  }
  expect(await readCut(db, 'c')).not.toHaveProperty('music');
  sqlite.exec(`update cut set music = '{"tempo":120}'`);
  expect(await readCut(db, 'c')).toMatchObject({ name: 'Dune', music: { tempo: 120 } });
});

test('comments and files of earlier versions are open, unedited and unapproved', async () => {
  const file = join(await temporaryFolder(), 'test.sqlite');
  const sqlite = new SQLite(file);
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: sqlite }) });
  disposeLater(() => db.destroy());
  const run = async (isNew: boolean) => {
    for (const [name, migration] of Object.entries(migrations))
      if (name >= '0016' === isNew) await migration.up(db as Kysely<unknown>);
  };
  await run(false);
  const at = '2026-03-01T10:00:00.000Z';
  sqlite.exec(`
    insert into user (id, name, email, emailVerified, role, createdAt, updatedAt)
      values ('u', 'Ada', 'ada@band.example', 0, 'MEMBER', '${at}', '${at}');
    insert into project (id, name, createdAt, createdBy) values ('p', 'EP', '${at}', 'u');
    insert into member values ('p', 'u', 'ADMIN', '${at}');
    insert into vibe (id, projectId, name, rank, createdAt, createdBy) values ('v', 'p', 'Dune', 0, '${at}', 'u');
    insert into cut (id, vibeId, projectId, name, rank, createdAt, createdBy)
      values ('c', 'v', 'p', 'Dune', 0, '${at}', 'u');
    insert into file (id, cutId, projectId, name, type, size, mimeType, sha256, uploadedBy, createdAt)
      values ('f', 'c', 'p', 'Dune v1.wav', 'CUT', 4, 'audio/wav', '${'a'.repeat(64)}', 'u', '${at}');
    insert into comment values ('m', 'c', 'f', 'Louder', 2.5, '${at}', 'u');
    insert into reply values ('r', 'm', 'Done', '${at}', 'u');
  `);
  await run(true);
  const user = { id: 'u', name: 'Ada', avatarUrl: null };
  expect(await readComments(db, { cutId: 'c' })).toEqual([
    {
      ...{ id: 'm', text: 'Louder', timestamp: 2.5, createdAt: at, user, cutId: 'c', fileId: 'f' },
      replies: [{ id: 'r', text: 'Done', createdAt: at, user, commentId: 'm', cutId: 'c' }],
      ...{ resolvedAt: null, resolvedBy: null },
    },
  ]);
  expect((await readFiles(db, { id: 'f' }))[0]).not.toHaveProperty('approvals');
});

test('messages of a room of earlier versions have no reactions and no open point', async () => {
  const sqlite = new SQLite(join(await temporaryFolder(), 'test.sqlite'));
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: sqlite }) });
  disposeLater(() => db.destroy());
  const at = '2026-03-01T10:00:00.000Z';
  for (const [name, migration] of Object.entries(migrations)) {
    if (name === '0020-replies-and-reactions')
      sqlite.exec(`
        insert into user (id, name, email, emailVerified, role, createdAt, updatedAt)
          values ('u', 'Ada', 'ada@band.example', 0, 'MEMBER', '${at}', '${at}');
        insert into project (id, name, createdAt, createdBy) values ('p', 'EP', '${at}', 'u');
        insert into roomMessage values ('m', 'p', 'u', 'Load-in at four', null, '${at}');
      `);
    await migration.up(db as Kysely<unknown>);
  }
  const sender = { id: 'u', name: 'Ada', avatarUrl: null };
  const before = { id: 'm', projectId: 'p', sender, text: 'Load-in at four', createdAt: at };
  expect(await readRoomMessages(db, 'p', { limit: 5 })).toEqual([before]);
});

test('a cut of an earlier version can be deleted and restored', async () => {
  const file = join(await temporaryFolder(), 'test.sqlite');
  const sqlite = new SQLite(file);
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: sqlite }) });
  disposeLater(() => db.destroy());
  const all = Object.entries(migrations);
  for (const [name, migration] of all) if (name < '0015') await migration.up(db as Kysely<unknown>);
  const at = '2026-03-01T10:00:00.000Z';
  sqlite.exec(`
    insert into user (id, name, email, emailVerified, role, createdAt, updatedAt)
      values ('u', 'Ada', 'ada@band.example', 0, 'MEMBER', '${at}', '${at}');
    insert into project (id, name, createdAt, createdBy) values ('p', 'EP', '${at}', 'u');
    insert into member values ('p', 'u', 'ADMIN', '${at}');
    insert into vibe (id, projectId, name, rank, createdAt, createdBy) values ('v', 'p', 'Dune', 0, '${at}', 'u');
    insert into cut (id, vibeId, projectId, name, rank, createdAt, createdBy)
      values ('c', 'v', 'p', 'Dune v1', 0, '${at}', 'u');
    insert into file (id, cutId, projectId, name, type, size, mimeType, sha256, uploadedBy, createdAt)
      values ('f', 'c', 'p', 'Dune v1.wav', 'CUT', 4, 'audio/wav', '${'a'.repeat(64)}', 'u', '${at}');
  `);
  for (const [name, migration] of all) if (name >= '0015') await migration.up(db as Kysely<unknown>);
  const before = await readSnapshot(db, 'u', 'p');
  const actor = { id: 'u', name: 'Ada', avatarUrl: null, email: 'ada@band.example' };
  await db.transaction().execute(async (tx) => {
    const context = { tx, actor, now: at, newId: () => 'n', publicUrl: '' } as unknown as CommandContext;
    await handleCutDelete(context, { id: 'c' });
    expect(await tx.selectFrom('file').select('id').execute()).toEqual([]);
    expect(await handleCutRestore(context, { id: 'c' })).toMatchObject({ ok: true });
  });
  expect(await readSnapshot(db, 'u', 'p')).toEqual(before);
});

test('people, projects and vibes of an earlier version have no picture, and can get one', async () => {
  const file = join(await temporaryFolder(), 'test.sqlite');
  const sqlite = new SQLite(file);
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: sqlite }) });
  disposeLater(() => db.destroy());
  const all = Object.entries(migrations);
  for (const [name, migration] of all) if (name < '0019') await migration.up(db as Kysely<unknown>);
  const [at, cover] = ['2026-03-01T10:00:00.000Z', 'c'.repeat(64)];
  sqlite.exec(`
    insert into user (id, name, email, emailVerified, role, createdAt, updatedAt)
      values ('u', 'Ada', 'ada@band.example', 0, 'MEMBER', '${at}', '${at}');
    insert into project (id, name, createdAt, createdBy) values ('p', 'EP', '${at}', 'u');
    insert into project (id, name, createdAt, createdBy, imageSha256, imageMimeType)
      values ('q', 'LP', '${at}', 'u', '${cover}', 'image/png');
    insert into member (projectId, userId, role, joinedAt) values ('p', 'u', 'ADMIN', '${at}'), ('q', 'u', 'ADMIN', '${at}');
    insert into vibe (id, projectId, name, rank, createdAt, createdBy) values ('v', 'p', 'Dune', 0, '${at}', 'u');
  `);
  for (const [name, migration] of all) if (name >= '0019') await migration.up(db as Kysely<unknown>);
  expect(await readSnapshot(db, 'u', 'p')).toMatchObject({
    ...{ imageUrl: null, vibes: [{ imageUrl: null }], members: [{ user: { avatarUrl: null } }] },
  });
  expect(await readSnapshot(db, 'u', 'q')).toMatchObject({ imageUrl: `/api/pictures/${cover}` });
  await db.transaction().execute(async (tx) => {
    for (const owner of [{ userId: 'u' }, { projectId: 'p' }, { vibeId: 'v' }])
      expect(await keepPicture(tx, owner, pngDataUrl(8, 8))).toMatchObject({ ok: true });
  });
  const url = expect.stringContaining('/api/pictures/');
  expect(await readSnapshot(db, 'u', 'p')).toMatchObject({
    ...{ imageUrl: url, vibes: [{ imageUrl: url }], members: [{ user: { avatarUrl: url } }] },
  });
  sqlite.pragma('foreign_keys = on');
  sqlite.exec("delete from project where id = 'p'");
  expect(await db.selectFrom('picture').select(['userId', 'projectId', 'vibeId']).execute()).toEqual([
    { userId: 'u', projectId: null, vibeId: null },
  ]);
});

test('accounts of an earlier version may sign in, have no quota, and were last seen with their sessions', async () => {
  const sqlite = new SQLite(join(await temporaryFolder(), 'test.sqlite'));
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: sqlite }) });
  disposeLater(() => db.destroy());
  const all = Object.entries(migrations);
  for (const [name, migration] of all) if (name < '0034') await migration.up(db as Kysely<unknown>);
  const [at, later] = ['2026-03-01T10:00:00.000Z', '2026-03-02T10:00:00.000Z'];
  sqlite.exec(`
    insert into user (id, name, email, emailVerified, role, createdAt, updatedAt)
      values ('u', 'Ada', 'ada@band.example', 0, 'MEMBER', '${at}', '${at}'),
        ('v', 'Bo', 'bo@band.example', 0, 'MEMBER', '${at}', '${at}');
    insert into session (id, userId, tokenHash, expiresAt, createdAt, updatedAt, lastUsedAt)
      values ('s', 'u', 'a', '${later}', '${at}', '${at}', '${later}'), ('t', 'u', 'b', '${later}', '${at}', '${at}', null);
  `);
  for (const [name, migration] of all) if (name >= '0034') await migration.up(db as Kysely<unknown>);
  const columns = ['id', 'disabledAt', 'quotaBytes', 'lastSeenAt'] as const;
  expect(await db.selectFrom('user').select(columns).orderBy('id').execute()).toEqual([
    { id: 'u', disabledAt: null, quotaBytes: null, lastSeenAt: later },
    { id: 'v', disabledAt: null, quotaBytes: null, lastSeenAt: null },
  ]);
});

test('a database without owners gets one for each project', async () => {
  const sqlite = new SQLite(':memory:');
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: sqlite }) });
  disposeLater(() => db.destroy());
  const all = Object.entries(migrations);
  for (const [name, migration] of all) if (name < '0030') await migration.up(db as Kysely<unknown>);
  const at = (day: number) => `2026-01-0${day}T00:00:00.000Z`;
  for (const id of ['ana', 'ben', 'cy'])
    sqlite
      .prepare(
        `insert into user (id, name, email, emailVerified, createdAt, updatedAt) values (?, ?, ?, 0, ?, ?)`,
      )
      .run(id, id, id, at(1), at(1));
  const project = sqlite.prepare('insert into project (id, name, createdAt, createdBy) values (?, ?, ?, ?)');
  const member = sqlite.prepare('insert into member (projectId, userId, role, joinedAt) values (?, ?, ?, ?)');
  // One with its creator, one whose creator is no admin any more, and one whose creator has left.
  for (const id of ['made', 'demoted', 'left']) project.run(id, id, at(1), 'ana');
  member.run('made', 'ben', 'ADMIN', at(1));
  member.run('made', 'ana', 'ADMIN', at(2));
  member.run('demoted', 'ana', 'MEMBER', at(1));
  member.run('demoted', 'cy', 'ADMIN', at(3));
  member.run('demoted', 'ben', 'ADMIN', at(2));
  member.run('left', 'cy', 'ADMIN', at(2));
  for (const [name, migration] of all) if (name >= '0030') await migration.up(db as Kysely<unknown>);
  const owners = await db
    .selectFrom('member')
    .select(['projectId', 'userId'])
    .where('isOwner', '=', 1)
    .execute();
  expect(Object.fromEntries(owners.map(({ projectId, userId }) => [projectId, userId]))).toEqual({
    ...{ made: 'ana', demoted: 'ben', left: 'cy' },
  });
});

test('a project of an earlier version can be deleted and restored, with the cuts that were deleted in it', async () => {
  const sqlite = new SQLite(':memory:');
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: sqlite }) });
  disposeLater(() => db.destroy());
  const all = Object.entries(migrations);
  for (const [name, migration] of all) if (name < '0030') await migration.up(db as Kysely<unknown>);
  const at = '2026-03-01T10:00:00.000Z';
  sqlite.exec(`
    insert into user (id, name, email, emailVerified, createdAt, updatedAt) values ('u', 'Ada', 'ada@band.example', 0, '${at}', '${at}');
    insert into project (id, name, createdAt, createdBy) values ('p', 'Album', '${at}', 'u');
    insert into member (projectId, userId, role, joinedAt) values ('p', 'u', 'ADMIN', '${at}');
    insert into deletedCut (id, projectId, vibeId, vibeName, cut, rows, deletedAt, deletedBy)
      values ('c', 'p', 'v', 'Dune', '{}', '[]', '${at}', 'u');
  `);
  for (const [name, migration] of all) if (name >= '0030') await migration.up(db as Kysely<unknown>);
  const actor = { id: 'u', name: 'Ada', avatarUrl: null, email: 'ada@band.example' };
  await db.transaction().execute(async (tx) => {
    const context = { tx, actor, now: at, newId: () => 'n' } as unknown as CommandContext;
    expect(await handleProjectDelete(context, { id: 'p' })).toMatchObject({ ok: true });
    expect(await handleProjectRestore(context, { id: 'p' })).toMatchObject({ ok: true });
  });
  expect(await readSnapshot(db, 'u', 'p')).toMatchObject({ members: [{ isOwner: true, joinedAt: at }] });
  expect(await db.selectFrom('deletedCut').select('id').execute()).toEqual([{ id: 'c' }]);
});

test('messages of earlier versions are seen by both people, and nobody is blocked', async () => {
  const sqlite = new SQLite(':memory:');
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: sqlite }) });
  disposeLater(() => db.destroy());
  const all = Object.entries(migrations);
  for (const [name, migration] of all) if (name < '0040') await migration.up(db as Kysely<unknown>);
  const at = '2026-03-01T10:00:00.000Z';
  sqlite.exec(`
    insert into user (id, name, email, emailVerified, createdAt, updatedAt)
      values ('u', 'Ada', 'ada@band.example', 0, '${at}', '${at}'), ('v', 'Ben', 'ben@band.example', 0, '${at}', '${at}');
    insert into conversation (id, firstUserId, secondUserId, createdAt) values ('c', 'u', 'v', '${at}');
    insert into message (id, conversationId, senderId, text, createdAt) values ('m', 'c', 'u', 'Hello', '${at}');
  `);
  for (const [name, migration] of all) if (name >= '0040') await migration.up(db as Kysely<unknown>);
  for (const userId of ['u', 'v'])
    expect(await readConversations(db, userId)).toMatchObject([
      { lastMessage: { text: 'Hello' }, unreadCount: userId === 'u' ? 0 : 1 },
    ]);
  expect(await readBlocked(db, 'v')).toEqual([]);
});

test('invitations of earlier versions stay good once, for their address', async () => {
  const sqlite = new SQLite(':memory:');
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: sqlite }) });
  disposeLater(() => db.destroy());
  const all = Object.entries(migrations);
  for (const [name, migration] of all) if (name < '0047') await migration.up(db as Kysely<unknown>);
  const at = '2026-03-01T10:00:00.000Z';
  sqlite.exec(`
    insert into user (id, name, email, emailVerified, createdAt, updatedAt)
      values ('u', 'Ada', 'ada@band.example', 0, '${at}', '${at}');
    insert into project (id, name, createdAt, createdBy) values ('p', 'Summer EP', '${at}', 'u');
    insert into invitation (id, projectId, email, role, tokenHash, createdAt, createdBy, expiresAt, acceptedBy, acceptedAt)
      values ('open', 'p', 'ben@band.example', 'MEMBER', 'a', '${at}', 'u', '2026-03-15T10:00:00.000Z', null, null),
        ('used', 'p', 'cy@band.example', 'MEMBER', 'b', '${at}', 'u', '2026-03-15T10:00:00.000Z', 'u', '${at}');
  `);
  for (const [name, migration] of all) if (name >= '0047') await migration.up(db as Kysely<unknown>);
  expect(await readPendingInvitations(db, 'p', at)).toMatchObject([
    { id: 'open', email: 'ben@band.example', uses: 0, mostUses: 1 },
  ]);
  expect(sqlite.prepare("select uses, accounts from invitation where id = 'used'").get()).toEqual({
    ...{ uses: 1, accounts: 0 },
  });
});

test('every file in the folder of migrations is run', async () => {
  const files = await readdir(join(import.meta.dirname, '../../../server/db/migrations'));
  expect(files.map((file) => file.replace(/\.ts$/, '')).sort()).toEqual(Object.keys(migrations).sort());
});

test('migrations are numbered in order, without duplicates', () => {
  const names = Object.keys(migrations);
  for (const name of names) expect(name).toMatch(/^\d{4}-[a-z-]+$/);
  const numbers = names.map((name) => Number(name.slice(0, 4)));
  expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
});

test('two databases never have the same epoch', async () => {
  const folder = await temporaryFolder();
  const epochs = new Set<string>();
  for (const name of ['a', 'b']) {
    const db = await openDatabase(join(folder, name));
    epochs.add(await readEpoch(db));
    await db.destroy();
  }
  expect(epochs.size).toBe(2);
});

test('answered changes survive a power cut, and foreign keys are enforced', async () => {
  const db = await openDatabase(join(await temporaryFolder(), 'test.sqlite'));
  disposeLater(() => db.destroy());
  const pragma = async (name: string) =>
    Object.values((await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(db)).rows[0] ?? {})[0];
  expect(await pragma('journal_mode')).toBe('wal');
  // 2 is FULL.
  expect(await pragma('synchronous')).toBe(2);
  expect(await pragma('foreign_keys')).toBe(1);
});

test('a file that isn’t a database is refused and left alone', async () => {
  const file = join(await temporaryFolder(), 'test.sqlite');
  await writeFile(file, 'This is a text and no database. '.repeat(100));
  await expect(openDatabase(file)).rejects.toThrow(/not a database/);
  expect(await readFile(file, 'utf8')).toMatch(/^This is a text/);
});

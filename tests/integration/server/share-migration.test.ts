import SQLite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { expect, test } from 'vitest';
import type { Clock } from '../../../common/clock.ts';
import { migrations } from '../../../server/db/migrate.ts';
import type { Database } from '../../../server/db/schema.ts';
import { putFileBack } from '../../../server/deleted/deleted-files.ts';
import { hashToken } from '../../../server/hash-token.ts';
import { findShared, readShares } from '../../../server/share/shares.ts';
import { disposeLater } from '../../helpers/disposal.ts';

test('links of earlier versions lead to their files, without comments', async () => {
  const sqlite = new SQLite(':memory:');
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: sqlite }) });
  disposeLater(() => db.destroy());
  const all = Object.entries(migrations);
  for (const [name, migration] of all) if (name < '0042') await migration.up(db as Kysely<unknown>);
  const at = '2026-03-01T10:00:00.000Z';
  sqlite.exec(`
    insert into user (id, name, email, emailVerified, createdAt, updatedAt) values ('u', 'Ada', 'ada@band.example', 0, '${at}', '${at}');
    insert into project (id, name, createdAt, createdBy) values ('p', 'Album', '${at}', 'u');
    insert into member (projectId, userId, role, joinedAt) values ('p', 'u', 'MEMBER', '${at}');
    insert into vibe (id, projectId, name, rank, createdAt, createdBy) values ('v', 'p', 'Dune', 0, '${at}', 'u');
    insert into cut (id, vibeId, projectId, name, rank, createdAt, createdBy) values ('c', 'v', 'p', 'Dune', 0, '${at}', 'u');
    insert into file (id, cutId, projectId, name, type, size, mimeType, sha256, uploadedBy, createdAt)
      values ('f', 'c', 'p', 'Dune.wav', 'CUT', 44, 'audio/wav', 'a', 'u', '${at}');
    insert into share (id, fileId, tokenHash, createdBy, createdAt, expiresAt)
      values ('s', 'f', '${hashToken('token')}', 'u', '${at}', '2999-01-01T00:00:00.000Z');
  `);
  // Another link was deleted with its file, and comes back with it.
  const { sha256: _, ...row } = sqlite.prepare('select * from file').get() as Record<string, unknown>;
  const deletedLink = {
    ...(sqlite.prepare('select * from share').get() as object),
    id: 's2',
    fileId: 'f2',
    tokenHash: 'x',
  };
  sqlite
    .prepare(
      'insert into deletedFile (id, projectId, cutId, cutName, name, rows, commentIds, stemIds, deletedAt, deletedBy, sha256, size) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    )
    .run(
      ...['f2', 'p', 'c', 'Dune', 'Dune 2.wav'],
      JSON.stringify([
        { table: 'file', rows: [{ ...row, id: 'f2', sha256: 'b' }] },
        { table: 'share', rows: [deletedLink] },
      ]),
      ...['[]', '[]', at, 'u', 'b', 44],
    );
  for (const [name, migration] of all) if (name >= '0042') await migration.up(db as Kysely<unknown>);
  const clock = { now: () => Date.parse(at) } as Clock;
  const shared = await findShared(db, clock, 'token');
  expect(shared).toMatchObject({ id: 's', projectId: 'p', fileId: 'f', name: 'Dune.wav', comments: 'off' });
  expect(await readShares(db, clock, { projectId: 'p' })).toMatchObject([
    { kind: 'file', cutId: 'c', mayDownload: true, allVersions: false, opens: 0, lastOpenedAt: null },
  ]);
  sqlite.exec('pragma foreign_keys = on');
  const deleted = await db.selectFrom('deletedFile').selectAll().executeTakeFirstOrThrow();
  await db.transaction().execute((tx) => putFileBack({ tx }, deleted, 'c'));
  expect((await readShares(db, clock, { projectId: 'p' })).map(({ name }) => name)).toEqual([
    ...['Dune.wav', 'Dune.wav'],
  ]);
  sqlite.exec("delete from file where id = 'f'");
  expect(await findShared(db, clock, 'token')).toBeUndefined();
});

import SQLite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { expect, test } from 'vitest';
import { migrations } from '../../../server/db/migrate.ts';
import type { Database } from '../../../server/db/schema.ts';
import { readAttention } from '../../../server/entities/attention.ts';
import { readFiles } from '../../../server/entities/file.ts';
import { readDue } from '../../../server/mail/waiting-news.ts';
import { disposeLater } from '../../helpers/disposal.ts';

test('versions of an earlier server have no copy yet, and nobody gets mail about news', async () => {
  const sqlite = new SQLite(':memory:');
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: sqlite }) });
  disposeLater(() => db.destroy());
  const all = Object.entries(migrations);
  for (const [name, migration] of all) if (name < '0045') await migration.up(db as Kysely<unknown>);
  const at = '2026-03-01T10:00:00.000Z';
  sqlite.exec(`
    insert into user (id, name, email, emailVerified, createdAt, updatedAt)
      values ('u', 'Ada', 'ada@band.example', 1, '${at}', '${at}');
    insert into project (id, name, createdAt, createdBy) values ('p', 'EP', '${at}', 'u');
    insert into member (projectId, userId, role, joinedAt) values ('p', 'u', 'ADMIN', '${at}');
    insert into vibe (id, projectId, name, rank, createdAt, createdBy) values ('v', 'p', 'Song', 0, '${at}', 'u');
    insert into cut (id, vibeId, projectId, name, rank, createdAt, createdBy)
      values ('c', 'v', 'p', 'Mix', 0, '${at}', 'u');
    insert into blob (sha256, size, createdAt) values ('s', 9, '${at}');
    insert into file (id, cutId, projectId, name, type, size, mimeType, sha256, uploadedBy, createdAt)
      values ('f', 'c', 'p', 'mix.wav', 'CUT', 9, 'audio/wav', 's', 'u', '${at}');
  `);
  for (const [name, migration] of all) if (name >= '0045') await migration.up(db as Kysely<unknown>);
  const [file] = await readFiles(db, { id: 'f' });
  expect(file).toMatchObject({ name: 'mix.wav' });
  expect(file).not.toHaveProperty('compressedSize');
  expect((await readAttention(db, 'u')).projects[0]).not.toHaveProperty('mail');
  expect(await readDue(db, '2999-01-01', '2999-01-01')).toEqual([]);
});

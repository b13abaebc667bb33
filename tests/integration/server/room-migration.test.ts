import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { expect, test } from 'vitest';
import { migrations } from '../../../server/db/migrate.ts';
import type { Database } from '../../../server/db/schema.ts';
import { readAttention } from '../../../server/entities/attention.ts';
import { readSnapshot } from '../../../server/entities/project.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';

test('a member from before the rooms hears everything and has nothing to read', async () => {
  const sqlite = new SQLite(join(await temporaryFolder(), 'test.sqlite'));
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: sqlite }) });
  disposeLater(() => db.destroy());
  const all = Object.entries(migrations);
  for (const [name, migration] of all) if (name < '0017') await migration.up(db as Kysely<unknown>);
  const at = '2026-06-01T10:00:00.000Z';
  sqlite.exec(`
    insert into user (id, name, email, emailVerified, role, createdAt, updatedAt)
      values ('u', 'Ada', 'ada@band.example', 0, 'MEMBER', '${at}', '${at}');
    insert into project (id, name, createdAt, createdBy) values ('p', 'EP', '${at}', 'u');
    insert into member (projectId, userId, role, joinedAt) values ('p', 'u', 'ADMIN', '${at}');
  `);
  for (const [name, migration] of all) if (name >= '0017') await migration.up(db as Kysely<unknown>);
  expect(await readAttention(db, 'u')).toEqual({
    projects: [{ projectId: 'p', level: 'everything', roomReadUpTo: at, unreadCount: 0, unreadMentions: 0 }],
    quietHours: null,
  });
  expect(await readSnapshot(db, 'u', 'p')).not.toHaveProperty('room');
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { sessionCookie } from '../../../server/auth/session-cookie.ts';
import { migrations } from '../../../server/db/migrate.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { createProject, registerUser, request, startServer } from '../../helpers/server.ts';

const at = new Date().toISOString();
const later = new Date(Date.now() + 86_400_000).toISOString();
const [sessionToken, invitationToken] = [
  'old-session-token-0123456789abcdef',
  'old-invitation-token-0123456789',
];
const invite = {
  operationId: newId(),
  kind: 'project.invite',
  payload: { id: newId(), projectId: 'p', email: 'bo@example.com', role: 'MEMBER' },
};

/** A data folder of the previous version, with a session, an invitation and the stored answer with its token. */
async function makeOldFolder(): Promise<string> {
  const dataDirectory = await temporaryFolder();
  const sqlite = new SQLite(join(dataDirectory, 'bandmate.sqlite'));
  sqlite.pragma('journal_mode = WAL');
  const old = new Kysely({ dialect: new SqliteDialect({ database: sqlite }) });
  const before = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '0011'));
  const migrator = new Migrator({ db: old, provider: { getMigrations: async () => before } });
  expect((await migrator.migrateToLatest()).error).toBeUndefined();
  sqlite.exec(`
    insert into user (id, name, email, emailVerified, createdAt, updatedAt)
      values ('ana', 'Ana', 'ana@example.com', 0, '${at}', '${at}');
    insert into session (id, userId, token, expiresAt, remembered, createdAt, updatedAt)
      values ('s', 'ana', '${sessionToken}', '${later}', 1, '${at}', '${at}');
    insert into project (id, name, createdAt, createdBy) values ('p', 'EP', '${at}', 'ana');
    insert into member (projectId, userId, role, joinedAt) values ('p', 'ana', 'ADMIN', '${at}');
    insert into invitation (id, projectId, email, role, token, createdAt, createdBy, expiresAt)
      values ('i', 'p', 'bo@example.com', 'MEMBER', '${invitationToken}', '${at}', 'ana', '${later}');
  `);
  const answer = {
    ok: true,
    data: { id: 'i', token: invitationToken, url: `http://x/invite/${invitationToken}` },
  };
  sqlite
    .prepare(
      `insert into operation (userId, operationId, kind, digest, answer, at) values (?, ?, ?, ?, ?, ?)`,
    )
    .run('ana', invite.operationId, invite.kind, 'x', JSON.stringify(answer), at);
  await old.destroy();
  return dataDirectory;
}

test('sessions and invitations of the previous version stay valid, and their tokens leave the database', async () => {
  const dataDirectory = await makeOldFolder();
  const server = await startServer({ dataDirectory });
  const bearer = { authorization: `Bearer ${sessionToken}` };
  const me = await request(server, 'GET', '/api/auth/me', undefined, bearer);
  expect(me.body).toMatchObject({ id: 'ana' });
  const secret = (await readFile(join(dataDirectory, 'secret'), 'utf8')).trim();
  const signed = sessionCookie(sessionToken, { secret, secureCookies: false, maxAgeSeconds: null });
  const cookie = signed.split(';')[0] ?? '';
  expect((await request(server, 'GET', '/api/auth/me', undefined, { cookie })).status).toBe(200);

  const listed = await request(server, 'GET', '/api/auth/sessions', undefined, bearer);
  expect(listed.body).toMatchObject([{ id: 's', isCurrent: true }]);
  const endsAt = await server.database.value('select endsAt from session');
  expect(Date.parse(String(endsAt)) - Date.now()).toBeGreaterThan(179 * 86_400_000);

  const bo = await registerUser(server, { email: 'bo@example.com' });
  expect((await bo.request('POST', `/api/invitations/${invitationToken}/accept`)).status).toBe(200);
  // The operation stays applied, but its answer is gone, as for an old operation.
  const again = await request(server, 'POST', '/api/commands', { operations: [invite] }, bearer);
  expect(again.body.answers).toMatchObject([{ ok: true, result: null }]);

  await server.stop();
  const bytes = await readFile(join(dataDirectory, 'bandmate.sqlite'), 'latin1');
  expect(bytes.includes(sessionToken)).toBe(false);
  expect(bytes.includes(invitationToken)).toBe(false);
});

test('an invitation’s token is not stored, and a repeated invite returns it again', async () => {
  const server = await startServer();
  const ana = await registerUser(server);
  const projectId = await createProject(ana);
  const payload = { id: newId(), projectId, email: 'bo@example.com', role: 'MEMBER' as const };
  const operationId = newId();
  const made = await ana.command('project.invite', payload, operationId);
  expect(Buffer.from(made.token, 'base64url')).toHaveLength(32);
  expect(await ana.command('project.invite', payload, operationId)).toEqual(made);
  await server.restart();
  expect(await ana.command('project.invite', payload, operationId)).toEqual(made);
  const stored = (await server.database.row('select * from invitation')) as Record<string, unknown>;
  const bo = await registerUser(server, { email: 'bo@example.com' });
  for (const value of Object.values(stored)) {
    if (typeof value !== 'string' || value === made.token) continue;
    const answer = await bo.request('POST', `/api/invitations/${encodeURIComponent(value)}/accept`);
    expect([400, 404]).toContain(answer.status);
  }
  await server.stop();
  for (const name of ['bandmate.sqlite', 'secret']) {
    const bytes = await readFile(join(server.dataDirectory, name), 'latin1');
    expect(bytes.includes(made.token), name).toBe(false);
  }
  await server.restart();
  expect((await bo.request('POST', `/api/invitations/${made.token}/accept`)).status).toBe(200);
});

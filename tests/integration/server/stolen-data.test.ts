import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { systemEnvironment } from '../../../common/environment.ts';
import { newId } from '../../../common/new-id.ts';
import { sessionCookie } from '../../../server/auth/session-cookie.ts';
import { createBackup } from '../../../server/backup/create-backup.ts';
import { restoreBackup } from '../../../server/backup/restore-backup.ts';
import { createInvitationToken } from '../../../server/commands/invitation-token.ts';
import { hashToken } from '../../../server/hash-token.ts';
import { sharePass } from '../../../server/share/share-pass.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import {
  createProject,
  registerUser,
  request,
  startServer,
  type TestServer,
  type TestUser,
} from '../../helpers/server.ts';
import { makeWave, newCut, upload } from '../../helpers/uploads.ts';

const { clock } = systemEnvironment;

/** That of an app which signs in through the browser. Even somebody who knows it needs the code. */
const verifier = 'v'.repeat(43);

/** A link to reset a password, as a mail has it, and the code of an app that signs in through the browser. */
async function askForMore(server: TestServer, { cookie, account, email }: TestUser) {
  const reset = randomBytes(24).toString('base64url');
  const later = new Date(Date.now() + 600_000).toISOString();
  await server.database.run(
    `insert into accountToken (hash, userId, purpose, email, expiresAt) values (?, ?, 'reset', ?, ?)`,
    hashToken(reset),
    account.id,
    email,
    later,
  );
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const granted = await request(server, 'POST', '/api/auth/desktop/code', { challenge }, { cookie });
  return { reset, code: String(granted.body.code) };
}

/** A band with everything that can be opened by a token: sessions, an invitation, links with and without a password. */
async function band() {
  const server = await startServer();
  const ana = await registerUser(server);
  const bo = await registerUser(server, { name: 'Bo' });
  const projectId = await createProject(ana);
  const { file } = await upload({ server, user: ana }, makeWave(), newCut(projectId), { onlyIfNew: true });
  const invite = { id: newId(), projectId, email: bo.email, role: 'ADMIN' as const };
  const operationId = newId();
  const invitation = await ana.command('project.invite', invite, operationId);
  const share = async (body: object) =>
    (await ana.request('POST', `/api/files/${file.id}/share`, body)).body as { id: string; token: string };
  const [open, locked] = [await share({}), await share({ password: 'open sesame' })];
  // A renewed session has also a salt and a spent token.
  const renewed = await request(server, 'POST', '/api/auth/refresh', { refreshToken: ana.refreshToken });
  const { accessToken, refreshToken } = renewed.body as { accessToken: string; refreshToken: string };
  return {
    server,
    ana: { ...ana, accessToken, refreshToken },
    bo,
    invite,
    operationId,
    invitation,
    open,
    locked,
  };
}

/** Every text in a database, those within JSON included, that could be a token. */
function textsIn(file: string): string[] {
  const sqlite = new SQLite(file, { readonly: true });
  try {
    const tables = sqlite.prepare<[], string>(`select name from sqlite_schema where type = 'table'`).pluck();
    const texts = new Set<string>();
    for (const table of tables.all()) {
      for (const row of sqlite.prepare<[], Record<string, unknown>>(`select * from "${table}"`).all()) {
        for (const [text] of JSON.stringify(row).matchAll(/[\w.+/=:-]{16,200}/g)) texts.add(text);
      }
    }
    return [...texts];
  } finally {
    sqlite.close();
  }
}

const statusOf = async (server: TestServer, method: string, path: string, headers = {}, body?: object) =>
  (await request(server, method, path, body, headers)).status;

/** The ways in that these tokens open. `secret`: the thief signs cookies with it. */
async function findOpened(server: TestServer, bo: { cookie: string }, tokens: string[], secret: string) {
  const opened: string[] = [];
  for (const token of tokens) {
    const signed = sessionCookie(token, { secret, secureCookies: false, maxAgeSeconds: null });
    const cookie = signed.split(';')[0] ?? '';
    const path = encodeURIComponent(token);
    const statuses = await Promise.all([
      statusOf(server, 'GET', '/api/auth/me', { authorization: `Bearer ${token}` }),
      statusOf(server, 'GET', '/api/auth/me', { cookie }),
      statusOf(server, 'POST', '/api/auth/refresh', {}, { refreshToken: token }),
      statusOf(server, 'GET', `/api/share/${path}`),
      statusOf(server, 'POST', `/api/invitations/${path}/accept`, { cookie: bo.cookie }),
      statusOf(server, 'POST', '/api/auth/reset-password', {}, { token, password: 'four rusty strings' }),
      statusOf(server, 'POST', '/api/auth/desktop', {}, { code: token, verifier }),
    ]);
    const ways = ['bearer', 'cookie', 'refresh', 'share', 'invitation', 'reset', 'desktop'];
    opened.push(...ways.filter((_way, index) => (statuses[index] ?? 0) < 400));
  }
  return opened;
}

const environment = { ...systemEnvironment, newId };

test('a stolen backup, with the secret in it, signs nobody in and opens no invitation or share', async () => {
  const { server, bo, invitation, locked } = await band();
  await askForMore(server, bo);
  const made = await createBackup(
    { dataDirectory: server.dataDirectory },
    await temporaryFolder(),
    environment,
  );
  if (!made.ok) throw new Error(made.message);
  const backup = made.data.path;
  expect((await readdir(backup)).toSorted()).toEqual(['backup.json', 'bandmate.sqlite', 'blobs', 'secret']);
  const secret = (await readFile(join(backup, 'secret'), 'utf8')).trim();
  const stolen = textsIn(join(backup, 'bandmate.sqlite'));
  expect(stolen.length).toBeGreaterThan(50);
  const forged = createInvitationToken(secret)(invitation);
  expect(await findOpened(server, bo, [...stolen, forged], secret)).toEqual([]);
  // Someone who was sent the link, but not its password, can't make the cookie of those who gave it.
  const passwordHash = await server.database.value('select passwordHash from share where id = ?', locked.id);
  const pass = sharePass(
    locked.token,
    { id: locked.id, passwordHash },
    { secret, secureCookies: false, clock },
  );
  const cookie = pass.split(';')[0] ?? '';
  expect(await statusOf(server, 'GET', `/api/share/${locked.token}/download`, { cookie })).toBe(401);
  // The tests' own ways in do work.
  const fresh = await askForMore(server, bo);
  const own = [invitation.token, fresh.code, fresh.reset];
  expect(await findOpened(server, bo, own, secret)).toEqual(['invitation', 'desktop', 'reset']);
});

test('after the secret is replaced, everyone signs in again, and invitations and passes are void', async () => {
  const { server, ana, bo, invitation, open, locked } = await band();
  const unlocked = await request(server, 'POST', `/api/share/${locked.token}/unlock`, {
    password: 'open sesame',
  });
  const pass = unlocked.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const download = `/api/share/${locked.token}/download`;
  expect(await statusOf(server, 'GET', download, { cookie: pass })).toBe(200);
  const bearer = { authorization: `Bearer ${ana.accessToken}` };

  await server.restart();
  expect(await statusOf(server, 'GET', '/api/auth/me', bearer)).toBe(200);
  expect(await statusOf(server, 'GET', download, { cookie: pass })).toBe(200);

  const more = await askForMore(server, bo);
  await server.stop();
  await rm(join(server.dataDirectory, 'secret'));
  await server.restart();
  expect(await statusOf(server, 'GET', '/api/auth/me', bearer)).toBe(401);
  expect(await statusOf(server, 'GET', '/api/auth/me', { cookie: bo.cookie })).toBe(401);
  const { refreshToken } = ana;
  expect(await statusOf(server, 'POST', '/api/auth/refresh', {}, { refreshToken })).toBe(401);
  expect(await statusOf(server, 'GET', download, { cookie: pass })).toBe(401);
  expect(await server.readSessions()).toEqual([]);
  expect(await findOpened(server, bo, [more.code, more.reset], 'any')).toEqual([]);
  const { email, password } = bo;
  const again = await request(server, 'POST', '/api/auth/login', { email, password });
  expect(again.status).toBe(200);
  const signedIn = { authorization: `Bearer ${again.body.accessToken}` };
  expect(await statusOf(server, 'POST', `/api/invitations/${invitation.token}/accept`, signedIn)).toBe(404);
  // Links are random and stored as hashes: the secret has no part in them.
  expect(await statusOf(server, 'GET', `/api/share/${open.token}`)).toBe(200);

  await server.restart();
  expect(await statusOf(server, 'GET', '/api/auth/me', signedIn)).toBe(200);
  const kinds = await server.database.values('select kind from auditEntry');
  expect(kinds.filter((kind) => kind === 'server.secret')).toHaveLength(1);
});

test('a restored invitation still works, though its link can’t be shown again', async () => {
  const { server, ana, bo, invite, operationId, invitation } = await band();
  const made = await createBackup(
    { dataDirectory: server.dataDirectory },
    await temporaryFolder(),
    environment,
  );
  if (!made.ok) throw new Error(made.message);
  const dataDirectory = join(await temporaryFolder(), 'restored');
  expect((await restoreBackup(made.data.path, { dataDirectory }, environment)).ok).toBe(true);
  const restored = await startServer({ dataDirectory });
  const bearer = { authorization: `Bearer ${ana.accessToken}` };
  const operation = { operationId, kind: 'project.invite', payload: invite };
  const repeated = await request(restored, 'POST', '/api/commands', { operations: [operation] }, bearer);
  expect(repeated.body.answers).toMatchObject([{ ok: false, kind: 'conflict' }]);
  const accepting = { cookie: bo.cookie };
  expect(await statusOf(restored, 'POST', `/api/invitations/${invitation.token}/accept`, accepting)).toBe(
    200,
  );
});

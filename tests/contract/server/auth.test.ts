import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorBodySchema } from '../../../protocol/wire/error.ts';
import { accountSchema, signedInSchema } from '../../../protocol/wire/user.ts';
import { sessionCookie } from '../../../server/auth/session-cookie.ts';
import {
  connectSocket,
  cookieOf,
  isOnPostgres,
  registerUser,
  request,
  signInAgain,
  startServer,
  type TestServer,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

const ada = { email: 'ada@example.com', password: 'correct horse', name: 'Ada' };

describe('register', () => {
  test('answers 201 with the account, tokens and a cookie that signs in', async () => {
    const server = await startServer();
    const answer = await request(server, 'POST', '/api/auth/register', ada);
    expect(answer.status).toBe(201);
    expect(signedInSchema.parse(answer.body)).toStrictEqual(answer.body);
    expect(answer.body.user).toMatchObject({ email: ada.email, name: 'Ada', role: 'MEMBER' });
    const me = await request(server, 'GET', '/api/auth/me', undefined, { cookie: cookieOf(answer.headers) });
    expect(me.status).toBe(200);
    expect(accountSchema.parse(me.body)).toStrictEqual(me.body);
    expect(me.body.id).toBe(answer.body.user.id);
  });

  test('refuses an email that has an account, in upper or lower case', async () => {
    const server = await startServer();
    await request(server, 'POST', '/api/auth/register', ada);
    const again = await request(server, 'POST', '/api/auth/register', { ...ada, email: 'ADA@example.com' });
    expect(again.status).toBe(409);
    expect(errorBodySchema.parse(again.body)).toMatchObject({ kind: 'conflict', statusCode: 409 });
    expect(again.body.error).toContain('email');
  });

  test('creates one account from simultaneous registrations of one email', async () => {
    const server = await startServer();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => request(server, 'POST', '/api/auth/register', ada)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)]);
  });

  test.each([
    ['email', { ...ada, email: 'nobody' }],
    ['email', { password: ada.password, name: 'Ada' }],
    ['email', { ...ada, email: { $gt: '' } }],
    ['password', { ...ada, password: 'short' }],
    ['password', { ...ada, password: 'x'.repeat(129) }],
    ['password', { ...ada, password: 12345678 }],
    ['name', { ...ada, name: '   ' }],
    ['name', { ...ada, name: 'x'.repeat(201) }],
  ])('names the invalid field: %s', async (field, body) => {
    const server = await startServer();
    const answer = await request(server, 'POST', '/api/auth/register', body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ kind: 'invalid', error: expect.stringMatching(`^${field}: `) });
  });

  test.each(['password', 'PassWord123', 'qwertyuiop'])('refuses the common password %s', async (password) => {
    const server = await startServer();
    const answer = await request(server, 'POST', '/api/auth/register', { ...ada, password });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      kind: 'invalid',
      error: 'password: is one of the most common passwords. Choose another one.',
    });
  });

  test('ignores a requested role', async () => {
    const server = await startServer();
    const answer = await request(server, 'POST', '/api/auth/register', { ...ada, role: 'ADMIN' });
    expect(answer.body.user.role).toBe('MEMBER');
  });
});

describe('login', () => {
  test('without rememberMe, the cookie lasts until the browser closes and the session one day', async () => {
    const server = await startServer();
    await request(server, 'POST', '/api/auth/register', ada);
    const answer = await request(server, 'POST', '/api/auth/login', ada);
    expect(answer.status).toBe(200);
    expect(signedInSchema.parse(answer.body)).toStrictEqual(answer.body);
    const line = answer.headers.getSetCookie().find((cookie) => cookie.includes('session_token')) ?? '';
    expect(line).not.toMatch(/Max-Age|Expires/i);
    const [, session] = await server.readSessions();
    const hours = (Date.parse(session?.expiresAt ?? '') - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(23.9);
    expect(hours).toBeLessThanOrEqual(24);
  });

  test('with rememberMe, cookie and session last 30 days', async () => {
    const server = await startServer();
    await request(server, 'POST', '/api/auth/register', ada);
    const answer = await request(server, 'POST', '/api/auth/login', { ...ada, rememberMe: true });
    const line = answer.headers.getSetCookie().find((cookie) => cookie.includes('session_token')) ?? '';
    expect(line).toMatch(/Max-Age=2592000/i);
    const [, session] = await server.readSessions();
    const days = (Date.parse(session?.expiresAt ?? '') - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(29.9);
    expect(days).toBeLessThanOrEqual(30);
  });

  test('gives the same answer for a wrong password and an unknown email', async () => {
    const server = await startServer();
    await request(server, 'POST', '/api/auth/register', ada);
    const wrong = await request(server, 'POST', '/api/auth/login', { ...ada, password: 'wrong horse' });
    const unknown = await request(server, 'POST', '/api/auth/login', { ...ada, email: 'bo@example.com' });
    expect(wrong.status).toBe(401);
    expect(unknown.status).toBe(401);
    expect(unknown.body).toEqual(wrong.body);
  });

  test('slows guesses down, even if they come at once, and never locks the right password out', async () => {
    const server = await startServer({ maximumFailedLogins: 3 });
    await request(server, 'POST', '/api/auth/register', ada);
    const bo = await registerUser(server);
    const tries = await Promise.all(
      Array.from({ length: 10 }, () =>
        request(server, 'POST', '/api/auth/login', { ...ada, password: 'wrong horse' }),
      ),
    );
    const refused = tries.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(4);
    for (const { body, headers } of refused) {
      expect(body.kind).toBe('rate-limited');
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(15);
    }
    expect((await signInAgain(server, bo)).account.id).toBe(bo.account.id);
    const signIn = async () => (await request(server, 'POST', '/api/auth/login', ada)).status === 200;
    await until(signIn, { timeoutMilliseconds: 25_000 });
  });

  test('counts clients by the address that a trusted proxy names, and by nobody else’s word', async () => {
    const wrong = { ...ada, password: 'wrong horse' };
    const login = (server: TestServer, address: string, body: object) =>
      request(server, 'POST', '/api/auth/login', body, { 'x-forwarded-for': address });
    const behind = await startServer({ maximumFailedLogins: 1, trustedProxies: ['127.0.0.0/8'] });
    await request(behind, 'POST', '/api/auth/register', ada);
    await login(behind, '192.0.2.66', wrong);
    const begun = performance.now();
    const answer = await login(behind, '203.0.113.5', ada);
    expect(answer.status).toBe(200);
    expect(performance.now() - begun).toBeLessThan(900);
    const cookie = cookieOf(answer.headers);
    const listed = await request(behind, 'GET', '/api/auth/sessions', undefined, { cookie });
    expect(listed.body.map(({ address }: { address: string }) => address)).toContain('203.0.113.5');

    const direct = await startServer({ maximumFailedLogins: 1 });
    await request(direct, 'POST', '/api/auth/register', ada);
    const held = performance.now();
    await login(direct, '192.0.2.66', wrong);
    expect((await login(direct, '203.0.113.5', ada)).status).toBe(200);
    expect(performance.now() - held).toBeGreaterThan(900);
  });

  test('forgets failures after a success', async () => {
    const server = await startServer({ maximumFailedLogins: 2 });
    await request(server, 'POST', '/api/auth/register', ada);
    for (let round = 0; round < 4; round += 1) {
      const wrong = await request(server, 'POST', '/api/auth/login', { ...ada, password: 'wrong horse' });
      expect(wrong.status).toBe(401);
      expect((await request(server, 'POST', '/api/auth/login', ada)).status).toBe(200);
    }
  });
});

describe('tokens', () => {
  test('the access token works as a bearer token without a cookie', async () => {
    const server = await startServer();
    const { accessToken, account } = await registerUser(server);
    const bearer = { authorization: `Bearer ${accessToken}` };
    const me = await request(server, 'GET', '/api/auth/me', undefined, bearer);
    expect(me.body.id).toBe(account.id);
    expect((await request(server, 'POST', '/api/projects', { name: 'LP' }, bearer)).status).toBe(201);
    const wrong = { authorization: `Bearer ${accessToken}x` };
    expect((await request(server, 'GET', '/api/auth/me', undefined, wrong)).status).toBe(401);
  });

  test('a refresh prolongs the session and replaces the refresh token', async () => {
    const server = await startServer();
    const user = await registerUser(server);
    const first = await request(server, 'POST', '/api/auth/refresh', { refreshToken: user.refreshToken });
    expect(first.status).toBe(200);
    expect(signedInSchema.parse(first.body)).toStrictEqual(first.body);
    expect(first.body.refreshToken).not.toBe(user.refreshToken);
    const second = await request(server, 'POST', '/api/auth/refresh', {
      refreshToken: first.body.refreshToken,
    });
    expect(second.status).toBe(200);
    // Its cookie works like that of a sign-in, for HTTP and sockets.
    const cookie = cookieOf(second.headers);
    const me = await request(server, 'GET', '/api/auth/me', undefined, { cookie });
    expect(me.body.id).toBe(user.account.id);
    await connectSocket(server, { cookie });
  });

  test('a refresh by cookie alone prolongs the session', async () => {
    const server = await startServer();
    const user = await registerUser(server);
    const [before] = await server.readSessions();
    const answer = await user.request('POST', '/api/auth/refresh');
    expect(answer.status).toBe(200);
    const [now] = await server.readSessions();
    expect(now?.expiresAt.localeCompare(before?.expiresAt ?? '')).toBe(1);
  });

  test('an ended session can’t be refreshed', async () => {
    const server = await startServer();
    const user = await registerUser(server);
    await user.request('POST', '/api/auth/logout');
    const refreshToken = { refreshToken: user.refreshToken };
    expect((await request(server, 'POST', '/api/auth/refresh', refreshToken)).status).toBe(401);
    expect((await user.request('POST', '/api/auth/refresh')).status).toBe(401);
    const expired = await registerUser(server);
    await server.expireSessions();
    expect((await expired.request('GET', '/api/auth/me')).status).toBe(401);
    const late = { refreshToken: expired.refreshToken };
    expect((await request(server, 'POST', '/api/auth/refresh', late)).status).toBe(401);
  });

  test('are not stored in the form in which they are sent', async () => {
    const server = await startServer();
    const user = await registerUser(server);
    const [session] = await server.readSessions();
    expect(session?.refreshTokenHash).toMatch(/^[0-9a-f]{64}$/);
    await user.request('GET', '/api/auth/me');
    await server.stop();
    const tables = ['session', 'account', 'verification'];
    const rows = await Promise.all(tables.map((table) => server.database.rows(`select * from ${table}`)));
    const names = isOnPostgres ? [] : ['bandmate.sqlite', 'secret'];
    const files = names.map((name) => readFile(join(server.dataDirectory, name), 'latin1'));
    for (const stored of [JSON.stringify(rows), ...(await Promise.all(files))]) {
      expect(stored.includes(user.accessToken)).toBe(false);
      expect(stored.includes(user.refreshToken)).toBe(false);
    }
  });

  test('from a stolen database don’t sign in, neither as bearer nor as signed cookie', async () => {
    const server = await startServer();
    const user = await registerUser(server);
    const secret = isOnPostgres
      ? await server.database.value<string>("select value from serverSecret where name = 'secret'")
      : (await readFile(join(server.dataDirectory, 'secret'), 'utf8')).trim();
    if (!secret) throw new Error('The server has no secret.');
    const columns = (await server.database.row('select * from session')) as Record<string, unknown>;
    for (const value of Object.values(columns)) {
      if (typeof value !== 'string' || value === '') continue;
      const bearer = { authorization: `Bearer ${value}` };
      const cookie =
        sessionCookie(value, { secret, secureCookies: false, maxAgeSeconds: null }).split(';')[0] ?? '';
      for (const headers of [bearer, { cookie }]) {
        expect((await request(server, 'GET', '/api/auth/me', undefined, headers)).status).toBe(401);
        expect((await request(server, 'POST', '/api/auth/refresh', {}, headers)).status).toBe(401);
      }
      if (value.length > 200) continue;
      const refresh = await request(server, 'POST', '/api/auth/refresh', { refreshToken: value });
      expect(refresh.status).toBe(401);
    }
    expect((await user.request('GET', '/api/auth/me')).status).toBe(200);
  });
});

test('signing out ends the session, clears the cookie and can be repeated', async () => {
  const server = await startServer();
  const user = await registerUser(server);
  const out = await user.request('POST', '/api/auth/logout');
  expect(out.status).toBe(200);
  expect(out.headers.getSetCookie().join()).toMatch(/session_token=;.*Max-Age=0/i);
  const bearer = { authorization: `Bearer ${user.accessToken}` };
  expect((await request(server, 'GET', '/api/auth/me', undefined, bearer)).status).toBe(401);
  expect((await user.request('GET', '/api/projects')).status).toBe(401);
  expect((await user.request('POST', '/api/auth/logout')).status).toBe(200);
});

test('signing out with a bearer token ends its session', async () => {
  const server = await startServer();
  const user = await registerUser(server);
  const bearer = { authorization: `Bearer ${user.accessToken}` };
  await request(server, 'POST', '/api/auth/logout', undefined, bearer);
  expect((await user.request('GET', '/api/auth/me')).status).toBe(401);
});

test('expired sessions are deleted when the server starts', async () => {
  const server = await startServer();
  await registerUser(server);
  await server.expireSessions();
  const user = await registerUser(server);
  await server.restart();
  await until(async () => (await server.readSessions()).length === 1);
  expect((await user.request('GET', '/api/auth/me')).status).toBe(200);
});

test('accounts and sessions survive a restart of the server', async () => {
  const server = await startServer();
  const user = await registerUser(server);
  await server.restart();
  expect((await user.request('GET', '/api/auth/me')).body.id).toBe(user.account.id);
});

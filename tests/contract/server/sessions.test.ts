import { describe, expect, test } from 'vitest';
import { sessionListSchema } from '../../../protocol/wire/session.ts';
import {
  collectEvents,
  connectSocket,
  cookieOf,
  registerUser,
  request,
  signInAgain,
  startServer,
  type TestServer,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

const me = async (server: TestServer, accessToken: string) => {
  const bearer = { authorization: `Bearer ${accessToken}` };
  return (await request(server, 'GET', '/api/auth/me', undefined, bearer)).status;
};

const refresh = (server: TestServer, refreshToken: string) =>
  request(server, 'POST', '/api/auth/refresh', { refreshToken });

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

describe('a refresh', () => {
  test('replaces both tokens', async () => {
    const server = await startServer();
    const user = await registerUser(server);
    const first = await refresh(server, user.refreshToken);
    expect(first.body.accessToken).not.toBe(user.accessToken);
    expect(first.body.refreshToken).not.toBe(user.refreshToken);
    expect(await me(server, first.body.accessToken)).toBe(200);
    expect(await me(server, user.accessToken)).toBe(401);
    expect(await server.readSessions()).toHaveLength(1);
  });

  test('whose answer was lost can be repeated, with the same answer, also after the next one', async () => {
    const server = await startServer();
    const user = await registerUser(server);
    const lost = await refresh(server, user.refreshToken);
    const repeated = await refresh(server, user.refreshToken);
    expect(repeated.body).toEqual(lost.body);
    const next = await refresh(server, repeated.body.refreshToken);
    const late = await refresh(server, user.refreshToken);
    expect(late.body).toEqual(next.body);
    expect(await me(server, late.body.accessToken)).toBe(200);
    // Several at once get one answer.
    const many = await Promise.all([1, 2, 3].map(() => refresh(server, late.body.refreshToken)));
    expect(new Set(many.map(({ body }) => body.refreshToken)).size).toBe(1);
  });

  test('with a token that was exchanged a minute ago ends the session and its sockets', async () => {
    const server = await startServer();
    const user = await registerUser(server);
    const other = await signInAgain(server, user);
    const stolen = await refresh(server, user.refreshToken);
    const socket = await connectSocket(server, { cookie: cookieOf(stolen.headers) });
    await server.database.run('update spentRefreshToken set spentAt = ?', minutesAgo(1.1));
    expect((await refresh(server, user.refreshToken)).status).toBe(401);
    expect(await me(server, stolen.body.accessToken)).toBe(401);
    expect((await refresh(server, stolen.body.refreshToken)).status).toBe(401);
    await until(() => !socket.connected);
    expect(await me(server, other.accessToken)).toBe(200);
  });

  test('by cookie keeps the old one until the new one is used, and a minute more', async () => {
    const server = await startServer();
    const user = await registerUser(server);
    const renewed = await user.request('POST', '/api/auth/refresh');
    expect(renewed.body.accessToken).not.toBe(user.accessToken);
    expect(await server.database.value('select previousUntil from session')).toBeNull();
    // The answer was lost: the old cookie still works, and a repetition has the same answer.
    expect((await user.request('GET', '/api/auth/me')).status).toBe(200);
    const repeated = await user.request('POST', '/api/auth/refresh');
    expect(repeated.body).toEqual(renewed.body);
    const cookie = cookieOf(repeated.headers);
    expect((await request(server, 'GET', '/api/auth/me', undefined, { cookie })).status).toBe(200);
    expect((await user.request('GET', '/api/auth/me')).status).toBe(200);
    await server.database.run('update session set previousUntil = ?', minutesAgo(0.1));
    expect((await user.request('GET', '/api/auth/me')).status).toBe(401);
    expect((await request(server, 'GET', '/api/auth/me', undefined, { cookie })).status).toBe(200);
  });

  test('doesn’t prolong a session beyond its last day', async () => {
    const server = await startServer();
    const user = await registerUser(server);
    const row = await server.database.row('select endsAt, expiresAt from session');
    const daysUntil = (at: string) => Math.round((Date.parse(at) - Date.now()) / 86_400_000);
    expect([row.endsAt, row.expiresAt].map(daysUntil)).toEqual([180, 30]);
    const endsAt = new Date(Date.now() + 3_600_000).toISOString();
    await server.database.run('update session set endsAt = ?', endsAt);
    const renewed = await user.request('POST', '/api/auth/refresh');
    expect((await server.readSessions())[0]?.expiresAt).toBe(endsAt);
    const [, seconds] = /Max-Age=(\d+)/.exec(renewed.headers.getSetCookie().join()) ?? [];
    expect(Number(seconds)).toBeLessThanOrEqual(3600);
    expect(Number(seconds)).toBeGreaterThan(3500);
  });
});

test('the server’s own page gets no tokens, at sign-in or later, and its cookie is renewed', async () => {
  const server = await startServer();
  const origin = { origin: server.url };
  const ada = { email: 'ada@example.com', password: 'correct horse', name: 'Ada' };
  const none = { accessToken: '', refreshToken: '' };
  const registered = await request(server, 'POST', '/api/auth/register', ada, origin);
  expect(registered).toMatchObject({ status: 201, body: none });
  const signedIn = await request(server, 'POST', '/api/auth/login', ada, origin);
  expect(signedIn).toMatchObject({ status: 200, body: none });
  const cookie = cookieOf(signedIn.headers);
  const renewed = await request(server, 'POST', '/api/auth/refresh', {}, { ...origin, cookie });
  expect(renewed).toMatchObject({ status: 200, body: none });
  expect(cookieOf(renewed.headers)).not.toBe(cookie);
  await connectSocket(server, { cookie: cookieOf(renewed.headers) });
});

describe('the list of sessions', () => {
  test('has each device with its address, and marks the current one', async () => {
    const server = await startServer();
    const user = await registerUser(server);
    await request(
      server,
      'POST',
      '/api/auth/login',
      { email: user.email, password: user.password },
      { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' },
    );
    const { body } = await user.request('GET', '/api/auth/sessions');
    const sessions = sessionListSchema.parse(body);
    expect(body).toStrictEqual(sessions);
    expect(sessions).toHaveLength(2);
    expect(sessions.filter(({ isCurrent }) => isCurrent)).toMatchObject([{ device: 'Unknown device' }]);
    expect(sessions.find(({ isCurrent }) => !isCurrent)).toMatchObject({
      device: 'Firefox on Linux',
      address: '127.0.0.1',
    });
    expect(JSON.stringify(body)).not.toContain(user.accessToken);
    expect((await request(server, 'GET', '/api/auth/sessions')).status).toBe(401);
  });

  test('ends one session, and its sockets within a second; another person’s isn’t found', async () => {
    const server = await startServer();
    const user = await registerUser(server);
    const phone = await signInAgain(server, user);
    const stranger = await registerUser(server);
    const { body } = await phone.request('GET', '/api/auth/sessions');
    const { id } = sessionListSchema.parse(body).find(({ isCurrent }) => isCurrent) ?? { id: '' };
    const socket = await connectSocket(server, phone);
    expect((await stranger.request('DELETE', `/api/auth/sessions/${id}`)).status).toBe(404);
    expect((await phone.request('GET', '/api/auth/me')).status).toBe(200);
    const begun = performance.now();
    expect((await user.request('DELETE', `/api/auth/sessions/${id}`)).status).toBe(200);
    await until(() => !socket.connected);
    expect(performance.now() - begun).toBeLessThan(1000);
    expect((await phone.request('GET', '/api/auth/me')).status).toBe(401);
    expect((await refresh(server, phone.refreshToken)).status).toBe(401);
    expect((await user.request('DELETE', `/api/auth/sessions/${id}`)).status).toBe(404);
  });

  test('ends all others', async () => {
    const server = await startServer();
    const user = await registerUser(server);
    const others = [await signInAgain(server, user), await signInAgain(server, user)];
    const stranger = await registerUser(server);
    const sockets = await Promise.all([...others, user].map((one) => connectSocket(server, one)));
    expect((await user.request('POST', '/api/auth/sessions/end-others')).status).toBe(200);
    await until(() => sockets.filter(({ connected }) => connected).length === 1);
    for (const other of others) expect((await other.request('GET', '/api/auth/me')).status).toBe(401);
    expect((await user.request('GET', '/api/auth/sessions')).body).toHaveLength(1);
    expect((await stranger.request('GET', '/api/auth/me')).status).toBe(200);
    expect(sockets[2]?.connected).toBe(true);
  });
});

test('a sign-in is announced to the account’s other devices, and the first one to nobody', async () => {
  const server = await startServer();
  const user = await registerUser(server);
  const events = collectEvents(await connectSocket(server, user));
  const phone = await signInAgain(server, user);
  await until(() => events.length === 1);
  const { body } = await phone.request('GET', '/api/auth/sessions');
  const { isCurrent, lastUsedAt, ...started } = body.find((one: { isCurrent: boolean }) => one.isCurrent);
  expect(events).toMatchObject([
    { name: 'session:started', payload: started, position: { topic: `user:${user.account.id}`, seq: 1 } },
  ]);
});

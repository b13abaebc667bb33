import { describe, expect, test } from 'vitest';
import {
  collectEvents,
  connectSocket,
  cookieOf,
  createProject,
  joinProject,
  openSocket,
  registerUser,
  signInAgain,
  startServer,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

/** The error of a refused handshake. */
function explainRefusal(socket: ReturnType<typeof openSocket>): Promise<Error & { data?: unknown }> {
  return new Promise((resolve, reject) => {
    socket.once('connect', () => reject(new Error('It connected')));
    socket.once('connect_error', resolve);
  });
}

describe.each(['websocket', 'polling'] as const)('a handshake over %s', (transport) => {
  const options = { transports: [transport] };

  test('connects with the cookie of a sign-in', async () => {
    const server = await startServer();
    const socket = await connectSocket(server, await registerUser(server), options);
    expect(socket.io.engine.transport.name).toBe(transport);
  });

  test('is refused as unauthorised without a cookie', async () => {
    const server = await startServer();
    const error = await explainRefusal(openSocket(server, null, options));
    expect(error.data).toEqual({ kind: 'unauthorised' });
  });

  test.each([
    ['made up', () => 'bandmate.session_token=nonsense'],
    ['signed by someone else', (cookie: string) => cookie.replace(/\.[^.;]+/, `.${'A'.repeat(43)}%3D`)],
    ['not a cookie', () => '%%%;;;===\u00ff'],
  ])('is refused as unauthorised with a cookie that is %s', async (_what, spoil) => {
    const server = await startServer();
    const { cookie } = await registerUser(server);
    const error = await explainRefusal(openSocket(server, { cookie: spoil(cookie) }, options));
    expect(error.data).toEqual({ kind: 'unauthorised' });
  });

  test('is refused as unauthorised after sign-out', async () => {
    const server = await startServer();
    const user = await registerUser(server);
    await user.request('POST', '/api/auth/logout');
    const error = await explainRefusal(openSocket(server, user, options));
    expect(error.data).toEqual({ kind: 'unauthorised' });
  });

  test('is refused from a foreign page, even with the cookie', async () => {
    const server = await startServer();
    const user = await registerUser(server);
    for (const origin of [
      'https://evil.example',
      'null',
      `${server.url}.evil.example`,
      'http://127.0.0.1:1',
    ]) {
      await explainRefusal(openSocket(server, user, { ...options, extraHeaders: { origin } }));
    }
  });

  test('connects from the server’s own page, its public address and allow-listed origins', async () => {
    const server = await startServer({
      publicUrl: 'http://band.example',
      allowedOrigins: ['https://friends.example'],
    });
    const user = await registerUser(server);
    for (const origin of [server.url, 'http://band.example', 'https://friends.example']) {
      await connectSocket(server, user, { ...options, extraHeaders: { origin } });
    }
  });
});

test('a foreign origin is answered 403', async () => {
  const server = await startServer();
  const { cookie } = await registerUser(server);
  const answer = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, {
    headers: { origin: 'https://evil.example', cookie },
  });
  expect(answer.status).toBe(403);
});

describe('the end of a session', () => {
  test('by signing out disconnects its sockets at once, and no others', async () => {
    const server = await startServer({ sessionSweepMilliseconds: 3_600_000 });
    const user = await registerUser(server);
    const elsewhere = await signInAgain(server, user);
    const ending = await connectSocket(server, user);
    const endingToo = await connectSocket(server, user, { transports: ['polling'] });
    const staying = await connectSocket(server, elsewhere);
    const reasons: string[] = [];
    for (const socket of [ending, endingToo]) socket.on('disconnect', (reason) => reasons.push(reason));
    await user.request('POST', '/api/auth/logout');
    await until(() => reasons.length === 2);
    expect(reasons).toEqual(['io server disconnect', 'io server disconnect']);
    expect(staying.connected).toBe(true);
    expect((await elsewhere.request('GET', '/api/auth/me')).status).toBe(200);
  });

  test('by expiry disconnects its sockets at the next sweep', async () => {
    const server = await startServer({ sessionSweepMilliseconds: 50 });
    const user = await registerUser(server);
    const socket = await connectSocket(server, user);
    const reasons: string[] = [];
    socket.on('disconnect', (reason) => reasons.push(reason));
    await server.expireSessions();
    await until(() => reasons.length > 0);
    expect(reasons).toEqual(['io server disconnect']);
  });
});

test('there is no connection state recovery: a reconnected socket only gets new events', async () => {
  const server = await startServer();
  const user = await registerUser(server);
  const projectId = await createProject(user);
  const socket = await connectSocket(server, user, { reconnection: true, reconnectionDelay: 10 });
  await joinProject(socket, projectId);
  const seen = collectEvents(socket);
  const reconnected = new Promise((resolve) => socket.once('connect', () => resolve(socket.recovered)));
  socket.io.engine.close();
  expect(await reconnected).not.toBe(true);
  await user.command('project.update', { id: projectId, name: 'Second Album' });
  expect(await joinProject(socket, projectId)).toMatchObject({ ok: true, head: 1 });
  expect(seen).toEqual([]);
});

test('the cookie is HttpOnly and SameSite=Lax; it is Secure, and https is kept to, only if the public address is https', async () => {
  const plain = await startServer();
  const secure = await startServer({ publicUrl: 'https://band.example' });
  for (const [server, isSecure] of [
    [plain, false],
    [secure, true],
  ] as const) {
    const answer = await fetch(`${server.url}/api/auth/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'ada@example.com', password: 'correct horse', name: 'Ada' }),
    });
    const [line] = answer.headers.getSetCookie();
    expect(line).toMatch(/; HttpOnly/);
    expect(line).toMatch(/; SameSite=Lax/i);
    expect(/; Secure/.test(line ?? '')).toBe(isSecure);
    expect(answer.headers.has('strict-transport-security')).toBe(isSecure);
    await connectSocket(server, { cookie: cookieOf(answer.headers) });
  }
});

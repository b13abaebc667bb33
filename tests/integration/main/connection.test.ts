import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { describe, expect, it } from 'vitest';
import { createConnection } from '../../../client/realtime/connection.ts';
import { systemClock } from '../../../common/clock.ts';
import type { ConnectionState } from '../../../protocol/ipc/connection.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';
import { until } from '../../helpers/until.ts';

type Refusal = { message: string; kind?: string } | null;

/** A Socket.IO server whose greeting the test controls, and a connection to it. */
async function connect(
  greet: (cookie: string | undefined) => Refusal = () => null,
  backoff = { first: 10, longest: 50 },
) {
  const http = createServer();
  const server = new Server(http);
  const cookies: (string | undefined)[] = [];
  const heard: string[] = [];
  server.use((socket, next) => {
    const { cookie } = socket.handshake.headers;
    cookies.push(cookie);
    const refusal = greet(cookie);
    if (!refusal) return next();
    const { message, kind } = refusal;
    next(Object.assign(new Error(message), kind ? { data: { kind } } : {}));
  });
  server.on('connection', (socket) => socket.onAny((name) => heard.push(name)));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  disposeLater(() => server.close());

  let cookie = 0;
  const connection = createConnection({
    serverUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    authenticationHeaders: () => ({ cookie: `sid=${++cookie}` }),
    log: createQuietLog(),
    backoff,
    ...{ random: () => 0.1, clock: systemClock },
  });
  disposeLater(connection.stop);
  const states: ConnectionState[] = [];
  connection.subscribe((state) => states.push(state));
  const kind = () => connection.current().kind;
  return { connection, server, cookies, heard, states, kind };
}

describe('the connection', () => {
  it('sends the current cookie at each attempt', async () => {
    const { connection, server, cookies, kind } = await connect();
    connection.start();
    await until(() => kind() === 'online');
    server.disconnectSockets(true);
    await until(() => cookies.length === 2 && kind() === 'online');
    expect(cookies).toEqual(['sid=1', 'sid=2']);
  });

  it('does not retry a rejected session until asked to', async () => {
    let known = false;
    const { connection, cookies, states, kind } = await connect(() =>
      known ? null : { message: 'Sign in first.', kind: 'unauthorised' },
    );
    connection.start();
    await until(() => kind() === 'unauthorised');
    expect(connection.current()).toMatchObject({ reason: 'Sign in first.' });
    expect(states.map((state) => state.kind)).toEqual(['connecting', 'unauthorised']);
    known = true;
    connection.retryNow();
    await until(() => kind() === 'online');
    expect(cookies).toHaveLength(2);
  });

  it('treats a rejection without a reason as an unknown session', async () => {
    const { connection, kind } = await connect(() => ({ message: 'no' }));
    connection.start();
    await until(() => kind() === 'unauthorised');
  });

  it('keeps trying when the server itself has a problem', async () => {
    let troubles = 3;
    const { connection, states, kind } = await connect(() =>
      troubles-- > 0 ? { message: 'The database is busy.', kind: 'internal' } : null,
    );
    connection.start();
    await until(() => kind() === 'online');
    expect(states.filter((state) => state.kind === 'connecting').map(({ attempt }) => attempt)).toEqual([
      1, 2, 3, 4,
    ]);
    expect(states.find((state) => state.kind === 'offline')).toMatchObject({
      reason: 'The database is busy.',
    });
  });

  it('explains in plain words that nothing answers', async () => {
    const { connection, server, states } = await connect();
    await server.close();
    connection.start();
    const offline = await until(() => states.find((state) => state.kind === 'offline'));
    expect(offline).toMatchObject({
      reason: expect.stringMatching(/^Can’t reach http:\/\/127\.0\.0\.1:\d+\.$/),
    });
  });

  it('distinguishes a session that was ended from one that was never known', async () => {
    let known = true;
    const { connection, server, kind } = await connect(() =>
      known ? null : { message: 'This session was ended.', kind: 'unauthorised' },
    );
    connection.start();
    await until(() => kind() === 'online');
    known = false;
    server.disconnectSockets(true);
    await until(() => kind() === 'revoked');
  });

  it('never buffers anything to send later', async () => {
    const { connection, heard, kind } = await connect();
    await expect(connection.request('join:project', { projectId: 'p' })).rejects.toThrow('Not connected');
    connection.send('leave:project', { projectId: 'p' });
    connection.start();
    await until(() => kind() === 'online');
    connection.send('marker', {});
    await until(() => heard.includes('marker'));
    expect(heard).toEqual(['marker']);
  });

  it('rejects a request when the connection is lost', async () => {
    const { connection, server, kind } = await connect();
    connection.start();
    await until(() => kind() === 'online');
    const asking = connection.request('join:project', { projectId: 'p' });
    server.disconnectSockets(true);
    await expect(asking).rejects.toThrow();
  });

  it('disconnects when HTTP finds the session unknown, and knows that it was ended', async () => {
    const { connection, server, kind } = await connect();
    connection.start();
    await until(() => kind() === 'online');
    connection.markUnauthorised('Sign in first.');
    expect(kind()).toBe('revoked');
    await until(() => server.of('/').sockets.size === 0);
    connection.resume();
    expect(kind()).toBe('revoked');
  });

  it('knows that a session was ended, though HTTP hears it before the next socket', async () => {
    const { connection, server, states, kind } = await connect();
    connection.subscribe((state) => {
      if (state.kind === 'offline') connection.markUnauthorised('Sign in first.');
    });
    connection.start();
    await until(() => kind() === 'online');
    server.disconnectSockets(true);
    await until(() => kind() === 'revoked');
    expect(states.map((state) => state.kind)).not.toContain('unauthorised');
  });

  it('asks to sign in when HTTP finds a session unknown that never had a connection', async () => {
    const { connection, server, kind } = await connect();
    await server.close();
    connection.start();
    await until(() => kind() === 'offline');
    connection.markUnauthorised('Sign in first.');
    expect(kind()).toBe('unauthorised');
  });

  it('cuts a long wait short once when HTTP reaches the server', async () => {
    let isAway = true;
    const { connection, cookies, kind } = await connect(
      () => (isAway ? { message: 'Later.', kind: 'internal' } : null),
      { first: 3_600_000, longest: 3_600_000 },
    );
    connection.start();
    await until(() => kind() === 'offline');
    connection.markReachable();
    await until(() => cookies.length === 2 && kind() === 'offline');
    isAway = false;
    connection.markReachable();
    expect(kind()).toBe('offline');
    connection.retryNow();
    await until(() => kind() === 'online');
    connection.markReachable();
    expect(kind()).toBe('online');
    expect(cookies.length).toBe(3);
  });

  it('reconnects when the machine wakes, even without a suspend before', async () => {
    const { connection, cookies, states, kind } = await connect();
    connection.start();
    await until(() => kind() === 'online');
    connection.resume();
    await until(() => cookies.length === 2 && kind() === 'online');
    expect(states.map((state) => state.kind)).toEqual([
      'connecting',
      'online',
      'offline',
      'connecting',
      'online',
    ]);
  });

  it('reports nothing after it was stopped', async () => {
    const { connection, server, states } = await connect();
    connection.start();
    connection.stop();
    connection.retryNow();
    connection.markReachable();
    const said = states.length;
    const other = await connect();
    other.connection.start();
    await until(() => other.kind() === 'online');
    expect(states).toHaveLength(said);
    expect(server.of('/').sockets.size).toBe(0);
  });
});

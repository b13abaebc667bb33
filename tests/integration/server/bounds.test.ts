import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { limits } from '../../../server/commands/limits.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import {
  connectSocket,
  createProject,
  openSocket,
  registerUser,
  request,
  signInAgain,
  startServer,
  type TestServer,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, newCut, upload } from '../../helpers/uploads.ts';

async function hold(server: TestServer): Promise<Socket> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.on('error', () => {});
  disposeLater(() => socket.destroy());
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}

test('one address holds half of the connections, and is told when to come again', async () => {
  const server = await startServer({ maximumConnections: 8, metricsPort: 0 });
  const held = await Promise.all(Array.from({ length: 4 }, () => hold(server)));
  const refused = await Promise.all([1, 2, 3].map(async () => text(await hold(server))));
  for (const answer of refused)
    expect(answer).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\nRetry-After: \d+\r\n/);
  const figures = await (await fetch(server.metricsUrl ?? '')).text();
  expect(figures).toContain('\nbandmate_refused_connections_total 3\n');
  held[0]?.destroy();
  await until(async () => (await request(server, 'GET', '/api/health').catch(() => null))?.status === 200);
});

test('a trusted proxy, through which everyone comes, is limited only in all', async () => {
  const server = await startServer({ maximumConnections: 8, trustedProxies: ['127.0.0.0/8'] });
  await Promise.all(Array.from({ length: 6 }, () => hold(server)));
  expect((await request(server, 'GET', '/api/health')).status).toBe(200);
  await Promise.all(Array.from({ length: 2 }, () => hold(server)));
  expect(await text(await hold(server))).toMatch(/^HTTP\/1\.1 503 /);
});

test('an account has a limited number of sockets; others and closed ones don’t count', async () => {
  const server = await startServer({ maximumSockets: 3 });
  const [ada, bo] = await Promise.all([registerUser(server), registerUser(server)]);
  const sockets = await Promise.all([1, 2, 3].map(() => connectSocket(server, ada)));
  const refused = openSocket(server, ada);
  const error = await new Promise<Error & { data?: unknown }>((resolve) => {
    refused.once('connect_error', resolve);
  });
  expect(error.message).toContain('too many apps and tabs');
  expect(error.data).toMatchObject({ kind: 'rate-limited' });
  await connectSocket(server, bo);
  expect(sockets.every(({ connected }) => connected)).toBe(true);
  sockets[0]?.disconnect();
  await until(() => connectSocket(server, ada).then(Boolean, () => false));
});

test('a connection that never says whose it is gets closed', async () => {
  const server = await startServer({ headerMilliseconds: 300 });
  const silent = new WebSocket(`${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  disposeLater(() => silent.close());
  await new Promise((resolve) => silent.addEventListener('open', resolve));
  await new Promise((resolve) => silent.addEventListener('close', resolve));
});

test('more than two hundred sessions end the one that was used longest ago', async () => {
  const server = await startServer({ maximumFailedLogins: 0 });
  const ada = await registerUser(server);
  const used = await signInAgain(server, ada);
  const row = await server.database.row('select * from session limit 1');
  const others = Array.from({ length: 250 }, (_, index) => ({
    ...{ ...row, id: newId(), tokenHash: `hash ${index}` },
    ...{ refreshTokenHash: null, lastUsedAt: '2026-01-01' },
  }));
  await server.database.insert('session', others);
  const newest = await signInAgain(server, ada);
  expect(await server.readSessions()).toHaveLength(200);
  for (const { accessToken } of [ada, used, newest]) {
    const bearer = { authorization: `Bearer ${accessToken}` };
    expect((await request(server, 'GET', '/api/auth/me', undefined, bearer)).status).toBe(200);
  }
});

/** Lowers a limit for this test, since thousands of rows take long. */
function allow(kind: keyof typeof limits, most: number): void {
  const limit: { most: number } = limits[kind];
  const usual = limit.most;
  limit.most = most;
  disposeLater(() => {
    limit.most = usual;
  });
}

test('a thing that is full takes no more, with a reason', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const projectId = await createProject(ada);
  const place = { server, user: ada };
  const { file } = await upload(place, makeWave(), newCut(projectId), { onlyIfNew: true });
  const { cutId } = file;
  const { vibeId } = (await server.database.row('select vibeId from cut where id = ?', cutId)) as {
    vibeId: string;
  };
  const commentId = newId();
  await ada.command('comment.create', { id: commentId, cutId, text: 'Louder', timestamp: 1 });
  const path = `/api/files/${file.id}/share`;
  const adding: [kind: keyof typeof limits, add: () => Promise<string | null>][] = [
    ['repliesOfComment', () => tried('reply.create', { commentId, text: 'No' })],
    ['commentsOfCut', () => tried('comment.create', { cutId, text: 'Softer', timestamp: 1 })],
    ['cutsOfProject', () => tried('cut.create', { vibeId, name: 'Another' })],
    ['vibesOfProject', () => tried('vibe.create', { projectId, name: 'Another' })],
    ['projectsOfPerson', () => tried('project.create', { name: 'Another' })],
    ['sharesOfFile', async () => (await ada.request('POST', path, {})).body.error ?? null],
    [
      'filesOfProject',
      () =>
        upload(place, makeWave(), { kind: 'cut', cutId }).then(
          () => null,
          (error: Error) => error.message,
        ),
    ],
  ];
  const tried = async (kind: string, payload: object): Promise<string | null> => {
    const answer = await ada.tryCommand(kind, { id: newId(), ...payload });
    if (!answer.ok) expect(answer).toMatchObject({ kind: 'too-large', statusCode: 413 });
    return answer.ok ? null : answer.message;
  };
  for (const [kind, add] of adding) {
    const { table, message } = limits[kind];
    allow(kind, Number(await server.database.value(`select count(*) from "${table}"`)) + 1);
    expect(await add(), kind).toBeNull();
    expect(await add(), kind).toContain(message);
  }
});

test('a project that is full takes no more members', async () => {
  const server = await startServer();
  const [ada, bo] = await Promise.all([registerUser(server), registerUser(server)]);
  const projectId = await createProject(ada);
  const invite = { id: newId(), projectId, email: bo.email, role: 'MEMBER' as const };
  const { token } = await ada.command('project.invite', invite);
  allow('membersOfProject', 1);
  expect(await bo.tryCommand('invitation.accept', { token })).toMatchObject({ kind: 'too-large' });
});

test('the log is answered in pages of a few megabytes', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const projectId = await createProject(ada);
  const topic = `project:${projectId}`;
  const head = (await server.database.value('select seq from topicHead where topic = ?', topic)) ?? 0;
  const payload = JSON.stringify({ text: 'x'.repeat(1_000_000) });
  const events = Array.from({ length: 20 }, (_, index) => ({
    ...{ topic, seq: head + index + 1, name: 'vibe:updated', payload, at: '2026-01-01' },
  }));
  await server.database.insert('event', events);
  await server.database.run(
    'insert into topicHead values (?, ?) on conflict (topic) do update set seq = excluded.seq',
    topic,
    head + 20,
  );
  let since = 0;
  let pages = 0;
  for (;;) {
    const page = await ada.request('GET', `/api/sync?topic=${topic}&since=${since}&limit=500`);
    if (page.body.events.length === 0) break;
    expect(JSON.stringify(page.body).length).toBeLessThan(5_000_000);
    since = page.body.events.at(-1).seq;
    pages += 1;
  }
  expect(pages).toBeGreaterThan(5);
  const { heads } = (await ada.request('GET', '/api/sync/heads')).body;
  expect(since).toBe(heads[topic]);
});

test('every 429 names a time to try again', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const projectId = await createProject(ada);
  const invite = () =>
    ada.request('POST', `/api/projects/${projectId}/invite`, { email: 'bo@example.com', role: 'MEMBER' });
  const now = new Date().toISOString();
  const invitations = Array.from({ length: 100 }, (_, index) => ({
    ...{ id: newId(), projectId, email: `${index}@example.com`, role: 'MEMBER', tokenHash: `hash ${index}` },
    ...{ createdAt: now, createdBy: ada.account.id, expiresAt: now },
  }));
  await server.database.insert('invitation', invitations);
  const answer = await invite();
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
});

import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { disposeLater } from '../../helpers/disposal.ts';
import { createProject, registerUser, request, startServer, type TestServer } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { ifBusy, longestWait, waitsDuring } from '../../helpers/waits.ts';

const password = 'correct horse battery';
const newcomer = () => ({ email: `${randomUUID()}@example.com`, password, name: 'Stranger' });

/** No request of a bandmate may take longer while strangers flood the server, in milliseconds. */
const limit = 750;

async function startBand() {
  // A hash takes 50 ms, so that a flood of them is one.
  const server = await startServer({ passwordCost: 14 });
  const ada = await registerUser(server);
  await createProject(ada);
  const ask = async () => {
    expect((await ada.request('GET', '/api/projects')).status).toBe(200);
  };
  return { server, ada, ask };
}

test('40 registrations at once keep no bandmate waiting', ifBusy, async () => {
  const { server, ask } = await startBand();
  const longest = await longestWait(ask, limit);
  const flood = Promise.all(
    Array.from({ length: 40 }, () => request(server, 'POST', '/api/auth/register', newcomer())),
  );
  const { worst, count } = await waitsDuring(ask, flood);
  const statuses = (await flood).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([201]));
  expect(count).toBeGreaterThan(3);
  expect(worst).toBeLessThan(longest);
});

test(
  '60 sign-ins at once keep no bandmate waiting, and those beyond the limit get a time to try again',
  ifBusy,
  async () => {
    const { server, ada, ask } = await startBand();
    const longest = await longestWait(ask, limit);
    const flood = Promise.all(
      Array.from({ length: 60 }, () => request(server, 'POST', '/api/auth/login', newcomer())),
    );
    const { worst } = await waitsDuring(ask, flood);
    expect(worst).toBeLessThan(longest);
    const answers = await flood;
    expect(answers.filter(({ status }) => status === 401).length).toBeGreaterThan(0);
    const refused = answers.filter(({ status }) => status === 429);
    for (const { headers } of refused) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answers.every(({ status }) => status === 401 || status === 429)).toBe(true);
    // Guesses for other accounts don't lock this one out.
    expect((await request(server, 'POST', '/api/auth/login', ada)).status).toBe(200);
  },
);

test('registrations from one address are limited, and say when the next one is allowed', async () => {
  const server = await startServer({ maximumRegistrations: 2 });
  for (let index = 0; index < 2; index += 1) await registerUser(server);
  const refused = await request(server, 'POST', '/api/auth/register', newcomer());
  expect(refused.status).toBe(429);
  expect(refused.body.kind).toBe('rate-limited');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3000);
});

/** Opens a connection and sends the beginning of a request; resolves once it is sent. */
function begin(server: TestServer, head: string, body: string, end = '\r\n\r\n'): Promise<Socket> {
  const { port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(`${head}\r\nHost: band${end}${body}`, () => resolve(socket));
    });
    socket.on('error', reject);
    // Unread answers would hide that the server has closed.
    socket.resume();
    disposeLater(() => socket.destroy());
  });
}

const post = (path: string, bytes: number, ...more: string[]) =>
  [`POST ${path} HTTP/1.1`, 'Content-Type: application/json', `Content-Length: ${bytes}`, ...more].join(
    '\r\n',
  );

test('a hundred half-sent bodies are not read, and their connections end soon', async () => {
  const server = await startServer({ bodyMilliseconds: 300 });
  const before = process.memoryUsage().rss;
  const half = 'x'.repeat(1_000_000);
  const sockets = await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      begin(server, post(index % 2 ? '/api/commands' : '/api/auth/login', 6_000_000), half).catch(() => null),
    ),
  );
  // This includes the bytes that the test sends; parsed bodies took 400 MiB.
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 ** 2);
  await until(() => sockets.every((socket) => socket === null || socket.closed), {
    what: 'the connections to end',
  });
});

test('half a header and half a small body end soon, a slow upload goes on', async () => {
  const server = await startServer({ bodyMilliseconds: 300, headerMilliseconds: 300 });
  const ada = await registerUser(server);
  const stranger = await begin(server, post('/api/projects', 100), '{');
  const header = await begin(server, 'GET /api/health HTTP/1.1\r\nX-Slow: yes', '', '');
  const signIn = await begin(server, post('/api/auth/login', 100), '{"email"');
  const upload = await begin(
    server,
    [
      'POST /api/files/upload HTTP/1.1',
      `Cookie: ${ada.cookie}`,
      'Content-Type: multipart/form-data; boundary=x',
      'Content-Length: 1000',
    ].join('\r\n'),
    '--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nmix',
  );
  await until(() => stranger.closed && signIn.closed && header.closed, { what: 'the connections to end' });
  expect(upload.closed).toBe(false);
});

test('nothing of a stranger’s body is parsed, and compressed bodies are refused', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const broken = '{"name": ';
  expect((await request(server, 'POST', '/api/projects', broken)).status).toBe(401);
  expect((await ada.request('POST', '/api/projects', broken)).status).toBe(400);
  const large = JSON.stringify({ email: 'a@example.com', password, more: 'x'.repeat(17_000) });
  expect((await request(server, 'POST', '/api/auth/login', large)).status).toBe(413);

  const packed = gzipSync(JSON.stringify({ name: 'x' }));
  const answer = await fetch(`${server.url}/api/projects`, {
    method: 'POST',
    headers: { cookie: ada.cookie, 'content-type': 'application/json', 'content-encoding': 'gzip' },
    body: packed,
  });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ kind: 'invalid', error: 'Send the body uncompressed.' });
});

test('connections beyond the limit are closed, and others go on', async () => {
  const server = await startServer({ maximumConnections: 5 });
  const held = await Promise.all(
    Array.from({ length: 5 }, () => begin(server, 'GET /api/health HTTP/1.1\r\nX-Slow: yes', '', '')),
  );
  const extra = await begin(server, 'GET /api/health HTTP/1.1', '').catch(() => null);
  await until(() => extra === null || extra.closed, { what: 'the sixth connection to end' });
  expect(held.filter((socket) => !socket.destroyed)).not.toHaveLength(0);
  for (const socket of held) socket.destroy();
  await until(async () => (await request(server, 'GET', '/api/health')).status === 200);
});

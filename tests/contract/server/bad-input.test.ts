import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { errorBodySchema } from '../../../protocol/wire/error.ts';
import {
  createProject,
  registerUser,
  request,
  shareServer,
  startServer,
  type TestServer,
} from '../../helpers/server.ts';

/** Sends raw bytes with the user's cookie. */
async function raw(
  server: TestServer,
  cookie: string,
  method: string,
  path: string,
  body: string,
  type: string,
) {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: { cookie, 'content-type': type },
    body,
  });
  return { status: response.status, body: await response.json() };
}

async function expectAlive(server: TestServer) {
  expect((await request(server, 'GET', '/api/health')).status).toBe(200);
}

const sharedServer = shareServer();

const json = 'application/json';
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

const bodies: [what: string, body: string, type: string, status: number][] = [
  ['an empty body', '', json, 400],
  ['half of JSON', '{"name": "x', json, 400],
  ['a number', '7', json, 400],
  ['null', 'null', json, 400],
  ['an array', '[]', json, 400],
  ['text labelled as JSON', 'hello', json, 400],
  ['JSON labelled as text', '{"name":"x"}', 'text/plain', 400],
  ['JSON labelled as a form', '{"name":"x"}', 'application/x-www-form-urlencoded', 400],
  ['an unknown character set', '{"name":"x"}', 'application/json; charset=klingon', 400],
  ['a form without a boundary', 'x', 'multipart/form-data', 400],
  ['a broken form', '--a\r\nnonsense', 'multipart/form-data; boundary=a', 400],
  ['a name that is a number', '{"name":7}', json, 400],
  ['a name that is an object', '{"name":{"$gt":""}}', json, 400],
  ['a name of spaces', '{"name":"   "}', json, 400],
  ['a name of 201 characters', JSON.stringify({ name: 'x'.repeat(201) }), json, 400],
  ['an id that is a path', '{"name":"x","id":"../../etc/passwd"}', json, 400],
  ['very deep nesting', nested(40_000), json, 400],
  ['a body of 1 MB', JSON.stringify({ name: 'x', more: 'x'.repeat(1024 ** 2) }), json, 413],
];

test.each(bodies)('%s is refused with the documented shape', async (_what, body, type, status) => {
  const server = sharedServer();
  const { cookie } = await registerUser(server);
  const answer = await raw(server, cookie, 'POST', '/api/projects', body, type);
  expect(answer.status).toBe(status);
  expect(errorBodySchema.strict().parse(answer.body).statusCode).toBe(status);
  expect(JSON.stringify(answer.body)).not.toMatch(/\bat .*\(|node_modules|\.ts:/);
  await expectAlive(server);
});

test('keys with a meaning in JavaScript have no effect', async () => {
  const server = sharedServer();
  const { cookie } = await registerUser(server);
  const body = '{"name":"x","__proto__":{"role":"ADMIN"},"constructor":{"prototype":{"polluted":true}}}';
  const answer = await raw(server, cookie, 'POST', '/api/projects', body, json);
  expect(answer.status).toBe(201);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('hostile names are returned as they were sent', async () => {
  const server = sharedServer();
  const ada = await registerUser(server, { name: '<img src=x onerror=alert(1)>' });
  const names = ['<script>alert(1)</script>', "'; drop table project; --", '{{7*7}} %s %n', '🎛️ \u202e evil'];
  for (const name of names) {
    const { body, headers } = await ada.request('POST', '/api/projects', { name });
    expect(body.name).toBe(name);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
  const { body } = await ada.request('GET', '/api/projects');
  expect(body.map(({ name }: { name: string }) => name).sort()).toEqual([...names].sort());
});

test('a text with the character U+0000 is refused, as a command and in a form', async () => {
  const server = sharedServer();
  const ada = await registerUser(server);
  const projectId = await createProject(ada);
  const refused = { kind: 'invalid', message: expect.stringContaining('U+0000') };
  const payload = { id: newId(), projectId, name: 'a\u0000b' };
  expect(await ada.tryCommand('vibe.create', payload)).toMatchObject(refused);
  expect(await ada.request('POST', '/api/projects', { name: 'a\u0000b' })).toMatchObject({ status: 400 });
  const other = { email: 'a\u0000b@example.com', password: 'correct horse battery', name: 'A' };
  expect(await ada.request('POST', '/api/auth/register', other)).toMatchObject({ status: 400 });
});

describe('unknown and invalid ids', () => {
  const ids = ['unknown', newId(), '..%2f..%2fetc%2fpasswd', "x'--", '%00', 'x'.repeat(5000), '%F0%9F%8E%9B'];
  const routes: [string, string, unknown?][] = [
    ['GET', '/api/projects/:id'],
    ['PUT', '/api/projects/:id', { name: 'x' }],
    ['DELETE', '/api/projects/:id'],
    ['GET', '/api/projects/:id/image'],
    ['POST', '/api/projects/:id/vibes', { name: 'x' }],
    ['POST', '/api/projects/:id/invite', { email: 'x@example.com', role: 'MEMBER' }],
    ['DELETE', '/api/projects/:id/members/:id'],
    ['POST', '/api/invitations/:id/accept'],
    ['PUT', '/api/vibes/:id', { name: 'x' }],
    ['DELETE', '/api/vibes/:id'],
    ['POST', '/api/vibes/:id/cuts', { name: 'x' }],
    ['PUT', '/api/cuts/:id', { name: 'x' }],
    ['PUT', '/api/cuts/:id/move', { targetVibeId: 'x' }],
    ['DELETE', '/api/cuts/:id'],
    ['GET', '/api/cuts/:id/comments'],
    ['POST', '/api/cuts/:id/comments', { text: 'x', timestamp: 1 }],
    ['PUT', '/api/comments/:id', { text: 'x' }],
    ['DELETE', '/api/comments/:id'],
    ['POST', '/api/comments/:id/replies', { text: 'x' }],
    ['DELETE', '/api/replies/:id'],
    ['PATCH', '/api/notifications/:id/read'],
    ['POST', '/api/activities/:id/dismiss'],
    ['POST', '/api/activities/:id/undismiss'],
    ['GET', '/api/sync?topic=project::id&since=0'],
    ['GET', '/api/activities?projectId=:id'],
    ['GET', '/api/nothing/:id'],
  ];
  test.each(routes)('%s %s', async (method, path, body) => {
    const server = sharedServer();
    const ada = await registerUser(server);
    for (const id of ids) {
      const answer = await ada.request(method, path.replaceAll(':id', id), body);
      expect([400, 404], `${id.slice(0, 30)} answered ${answer.status}`).toContain(answer.status);
      errorBodySchema.parse(answer.body);
    }
    await expectAlive(server);
  });
});

test('an invalid escape is refused with 400', async () => {
  const server = sharedServer();
  const ada = await registerUser(server);
  const answer = await ada.request('GET', '/api/projects/%E0%A4%A');
  expect(answer.status).toBe(400);
  errorBodySchema.parse(answer.body);
});

test.each([
  ['/api/sync'],
  ['/api/sync?topic=room:1&since=0'],
  ['/api/sync?topic=project:&since=0'],
  ['/api/sync?topic=user:x&since=-1'],
  ['/api/sync?topic=user:x&since=1.5'],
  ['/api/sync?topic=user:x&since=0&limit=501'],
  ['/api/sync?topic=user:x&since=0&limit=0'],
  ['/api/sync?topic=user:x&topic=user:y&since=0'],
  ['/api/activities?limit=0'],
  ['/api/activities?limit=many'],
  ['/api/activities?before=../x'],
  ['/api/notifications?limit=201'],
  ['/api/notifications?limit=-1'],
  ['/api/notifications?before=%00'],
  ['/api/notifications?before=a&before=b'],
])('the query %s is refused', async (path) => {
  const server = sharedServer();
  const ada = await registerUser(server);
  const answer = await ada.request('GET', path);
  expect(answer.status).toBe(400);
  expect(answer.body.kind).toBe('invalid');
});

describe('comments and replies', () => {
  test.each<[what: string, body: unknown, names: string]>([
    ['nothing', {}, 'text'],
    ['no timestamp', { text: 'x' }, 'timestamp'],
    ['a negative timestamp', { text: 'x', timestamp: -0.1 }, 'timestamp'],
    ['a timestamp that is text', { text: 'x', timestamp: '12' }, 'timestamp'],
    ['a timestamp that is null', { text: 'x', timestamp: null }, 'timestamp'],
    ['an absurd timestamp', { text: 'x', timestamp: 1e300 }, 'timestamp'],
    ['text of spaces', { text: ' \n ', timestamp: 1 }, 'text'],
    ['5,001 characters', { text: 'x'.repeat(5001), timestamp: 1 }, 'text'],
    ['text that is a list', { text: ['x'], timestamp: 1 }, 'text'],
    ['an invalid id', { text: 'x', timestamp: 1, id: 'a b' }, 'id'],
    ['an invalid file id', { text: 'x', timestamp: 1, fileId: '../x' }, 'fileId'],
    ['a file id that is a number', { text: 'x', timestamp: 1, fileId: 7 }, 'fileId'],
  ])('with %s are refused with the field’s name, and nothing is stored', async (_what, body, names) => {
    const server = sharedServer();
    const ada = await registerUser(server);
    const projectId = await createProject(ada);
    const vibe = await ada.command('vibe.create', { id: newId(), projectId, name: 'One' });
    const cut = await ada.command('cut.create', { id: newId(), vibeId: vibe.id, name: 'Mix' });
    const path = `/api/cuts/${cut.id}/comments`;
    const refused = await ada.request('POST', path, body);
    expect(refused.status).toBe(400);
    expect(errorBodySchema.strict().parse(refused.body).error).toMatch(new RegExp(`^${names}: `));
    expect((await ada.request('GET', path)).body).toEqual([]);
    if (names !== 'text') return;
    const { id } = await ada.command('comment.create', {
      id: newId(),
      cutId: cut.id,
      text: 'Kept',
      timestamp: 1,
    });
    expect((await ada.request('POST', `/api/comments/${id}/replies`, body)).status).toBe(400);
    expect((await ada.request('GET', path)).body).toMatchObject([{ text: 'Kept', replies: [] }]);
  });

  test('with an invalid number are refused; 5,000 characters and a fractional timestamp are accepted', async () => {
    const server = sharedServer();
    const ada = await registerUser(server);
    const projectId = await createProject(ada);
    const vibe = await ada.command('vibe.create', { id: newId(), projectId, name: 'One' });
    const cut = await ada.command('cut.create', { id: newId(), vibeId: vibe.id, name: 'Mix' });
    const path = `/api/cuts/${cut.id}/comments`;
    expect((await ada.request('POST', path, '{"text":"x","timestamp":1e999}')).status).toBe(400);
    expect((await ada.request('POST', path, '{"text":"x","timestamp":NaN}')).status).toBe(400);
    const text = '🎛'.repeat(2500);
    const taken = await ada.request('POST', path, { text, timestamp: 0.1 + 0.2 });
    expect(taken.body).toMatchObject({ text, timestamp: 0.1 + 0.2 });
    expect((await ada.request('GET', path)).body).toEqual([taken.body]);
  });
});

test.each([
  ['an invalid upTo', { upTo: '../x' }],
  ['an upTo that is a number', { upTo: 7 }],
])('reading all with %s is refused', async (_what, body) => {
  const server = sharedServer();
  const ada = await registerUser(server);
  const answer = await ada.request('PATCH', '/api/notifications/read-all', body);
  expect(answer.status).toBe(400);
  expect(answer.body.error).toMatch(/^upTo: /);
});

test('unknown routes are answered 404 in JSON', async () => {
  const server = sharedServer();
  for (const [method, path] of [
    ['GET', '/api/unknown'],
    ['POST', '/api/health'],
    ['DELETE', '/api/projects'],
    ['GET', '/unknown'],
    ['GET', '/index.html'],
    ['GET', '/api/../../etc/passwd'],
    ['GET', '/api/auth/get-session'],
    ['POST', '/api/auth/sign-up/email'],
  ] as const) {
    const answer = await request(server, method, path);
    expect(answer.status, `${method} ${path}`).toBe(404);
    expect(answer.body).toMatchObject({ kind: 'not-found', statusCode: 404 });
  }
});

test('bytes that aren’t HTTP and requests that break off do no harm', async () => {
  const server = sharedServer();
  const { port } = new URL(server.url);
  for (const bytes of [
    'nonsense\r\n\r\n',
    '\u0016\u0003\u0001\u0002\u0000',
    'POST /api/projects HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"name"',
    `GET /api/health HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`,
  ]) {
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.end(bytes));
      // The server may answer or cut it off; both are fine.
      socket.on('error', () => {});
      socket.on('close', () => resolve());
      socket.resume();
    });
  }
  await expectAlive(server);
});

describe('a state-changing request', () => {
  test('from a foreign page is refused with or without a cookie, but reading is allowed', async () => {
    const server = await startServer({ allowedOrigins: ['https://friends.example'] });
    const ada = await registerUser(server);
    for (const origin of ['https://evil.example', 'null', 'https://friends.example.evil.example']) {
      const answer = await ada.request('POST', '/api/projects', { name: 'x' }, { origin });
      expect(answer.status).toBe(403);
      expect(answer.body.kind).toBe('foreign-origin');
      const signIn = await request(server, 'POST', '/api/auth/login', ada, { origin });
      expect(signIn.status).toBe(403);
      expect((await ada.request('GET', '/api/projects', undefined, { origin })).status).toBe(200);
    }
    expect((await ada.request('GET', '/api/projects')).body).toEqual([]);
  });

  test('from its own page or an allow-listed one is accepted, and only the latter gets CORS headers', async () => {
    const server = await startServer({ allowedOrigins: ['https://friends.example'] });
    const ada = await registerUser(server);
    const own = await ada.request('POST', '/api/projects', { name: 'x' }, { origin: server.url });
    expect(own.status).toBe(201);
    expect(own.headers.get('access-control-allow-origin')).toBeNull();
    const friend = { origin: 'https://friends.example' };
    const listed = await ada.request('POST', '/api/projects', { name: 'x' }, friend);
    expect(listed.status).toBe(201);
    expect(listed.headers.get('access-control-allow-origin')).toBe('https://friends.example');
    expect(listed.headers.get('access-control-allow-credentials')).toBe('true');
    const preflight = await request(server, 'OPTIONS', '/api/projects', undefined, {
      ...friend,
      'access-control-request-method': 'POST',
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
  });
});

test('answers forbid framing, sniffing and caching, and don’t name the software', async () => {
  const server = sharedServer();
  const ada = await registerUser(server);
  await createProject(ada);
  const { headers } = await ada.request('GET', '/api/projects');
  expect(Object.fromEntries(headers)).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cache-control': 'no-store',
    'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
  });
  expect(headers.get('x-powered-by')).toBeNull();
});

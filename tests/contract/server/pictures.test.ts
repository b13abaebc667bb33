import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { maximumPictureText } from '../../../protocol/wire/picture.ts';
import { ofTopic, settled } from '../../helpers/hearing.ts';
import { dataUrlOf, makePng, pngClaiming, pngDataUrl, pngOf } from '../../helpers/pictures.ts';
import {
  collectEvents,
  connectSocket,
  createProject,
  joinProject,
  registerUser,
  startServer,
  type TestUser,
} from '../../helpers/server.ts';

async function assemble() {
  const server = await startServer();
  const [ada, bo, eve] = (await Promise.all(
    ['Ada', 'Bo', 'Eve'].map((name) => registerUser(server, { name })),
  )) as [TestUser, TestUser, TestUser];
  const projectId = await createProject(ada, [bo]);
  const vibe = await ada.command('vibe.create', { id: newId(), projectId, name: 'Sunset' });
  const read = (user: TestUser | null, path: string | null) =>
    fetch(`${server.url}${path}`, { headers: user ? { cookie: user.cookie } : {} });
  return { server, ada, bo, eve, projectId, vibeId: vibe.id as string, read };
}

test('a person’s picture is among the members, and only bandmates can read it', async () => {
  const { server, ada, bo, eve, projectId, read } = await assemble();
  const { status, body } = await ada.request('PUT', '/api/account', { picture: pngDataUrl(64, 64) });
  expect(status).toBe(200);
  expect(body).toEqual({
    id: ada.account.id,
    name: 'Ada',
    avatarUrl: expect.stringMatching(/^\/api\/pictures\//),
  });
  const answer = await read(bo, body.avatarUrl);
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(makePng(64, 64));
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/png',
    'cache-control': 'private, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
  });
  expect((await read(eve, body.avatarUrl)).status).toBe(404);
  expect((await read(null, body.avatarUrl)).status).toBe(401);
  const { body: project } = await bo.request('GET', `/api/projects/${projectId}`);
  expect(project.members.map(({ user }: { user: { avatarUrl: string } }) => user.avatarUrl)).toEqual([
    body.avatarUrl,
    null,
  ]);
  expect((await ada.request('GET', '/api/auth/me')).body.avatarUrl).toBe(body.avatarUrl);
  expect((await ada.request('GET', '/api/attention')).body.avatarUrl).toBe(body.avatarUrl);
  const { body: present } = await bo.request('GET', '/api/presence');
  expect(present).toEqual([expect.objectContaining({ userId: ada.account.id, avatarUrl: body.avatarUrl })]);
  await server.restart();
  expect((await read(bo, body.avatarUrl)).status).toBe(200);
});

test('everybody hears of pictures, and the same picture again makes no event', async () => {
  const { server, ada, bo, projectId, vibeId } = await assemble();
  const socket = await connectSocket(server, bo, { transports: ['websocket'] });
  await joinProject(socket, projectId);
  const seen = collectEvents(socket);
  const picture = pngDataUrl(8, 8);
  for (let times = 0; times < 2; times++) {
    await ada.command('account.update', { picture });
    await ada.command('project.update', { id: projectId, picture });
    await bo.command('vibe.update', { id: vibeId, picture });
  }
  await settled(socket);
  const heard = ofTopic(seen, `project:${projectId}`).map(({ name, payload }) => [name, payload]);
  const url = expect.stringMatching(/^\/api\/pictures\/[0-9a-f]{64}$/);
  expect(heard).toEqual([
    ['person:updated', { id: ada.account.id, name: 'Ada', avatarUrl: url }],
    ['project:updated', expect.objectContaining({ id: projectId, imageUrl: url })],
    ['vibe:updated', expect.objectContaining({ id: vibeId, imageUrl: url })],
  ]);
});

test('a picture is removed with what it belongs to, and by asking', async () => {
  const { ada, bo, projectId, vibeId, read } = await assemble();
  const project = await ada.command('project.update', { id: projectId, picture: pngDataUrl(8, 8) });
  const vibe = await bo.command('vibe.update', { id: vibeId, picture: pngDataUrl(9, 9) });
  expect((await read(bo, project.imageUrl)).status).toBe(200);
  expect((await read(bo, vibe.imageUrl)).status).toBe(200);
  const without = await ada.command('project.update', { id: projectId, picture: null });
  expect(without).toMatchObject({ imageUrl: null });
  expect((await read(bo, project.imageUrl)).status).toBe(404);
  await ada.command('vibe.delete', { id: vibeId });
  expect((await read(bo, vibe.imageUrl)).status).toBe(404);
});

test('two things may have the same picture, and each keeps its own', async () => {
  const { ada, bo, projectId, vibeId, read } = await assemble();
  const picture = pngDataUrl(8, 8);
  const { imageUrl } = await ada.command('project.update', { id: projectId, picture });
  expect(await bo.command('vibe.update', { id: vibeId, picture })).toMatchObject({ imageUrl });
  await ada.command('project.update', { id: projectId, picture: null });
  expect((await read(bo, imageUrl)).status).toBe(200);
});

test('a picture may be changed by those who may rename', async () => {
  const { ada, bo, eve, projectId, vibeId } = await assemble();
  const change = { picture: pngDataUrl(8, 8) };
  expect((await bo.request('PUT', `/api/projects/${projectId}`, change)).status).toBe(403);
  expect((await eve.request('PUT', `/api/projects/${projectId}`, change)).status).toBe(404);
  expect((await ada.request('PUT', `/api/projects/${projectId}`, change)).status).toBe(200);
  expect((await bo.request('PUT', `/api/vibes/${vibeId}`, change)).status).toBe(200);
  expect((await eve.request('PUT', `/api/vibes/${vibeId}`, change)).status).toBe(404);
});

test('a new name leaves the picture, and a new picture the name', async () => {
  const { ada, projectId, vibeId } = await assemble();
  const { imageUrl } = await ada.command('vibe.update', { id: vibeId, picture: pngDataUrl(8, 8) });
  expect(imageUrl).not.toBeNull();
  expect(await ada.command('vibe.update', { id: vibeId, name: 'Dawn' })).toMatchObject({
    name: 'Dawn',
    imageUrl,
  });
  const { body } = await ada.request('GET', `/api/projects/${projectId}`);
  expect(body.vibes[0]).toMatchObject({ name: 'Dawn', imageUrl });
});

const animated = pngOf([
  ['IHDR', pngClaiming(8, 8).subarray(16, 29)],
  ['acTL', Buffer.alloc(8)],
  ['IEND', Buffer.alloc(0)],
]);

test.each([
  ['a picture of billions of pixels', dataUrlOf(pngClaiming(60_000, 60_000)), 'invalid'],
  ['a picture that is a little too large', pngDataUrl(513, 4), 'invalid'],
  ['an animation', dataUrlOf(animated), 'unsupported-type'],
  ['a program drawn as SVG', dataUrlOf(Buffer.from('<svg/>'), 'image/svg+xml'), 'invalid'],
  ['a page that says it is a PNG', dataUrlOf(Buffer.from('<script>alert(1)</script>')), 'unsupported-type'],
  ['a picture that was cut off', dataUrlOf(makePng(64, 64).subarray(0, 20)), 'unsupported-type'],
  ['an address', 'http://127.0.0.1/picture.png', 'invalid'],
  ['too many bytes', `data:image/png;base64,${'A'.repeat(maximumPictureText)}`, 'invalid'],
])('%s is refused and nothing changes', async (_what, picture, kind) => {
  const server = await startServer();
  const ada = await registerUser(server);
  const { status, body } = await ada.request('PUT', '/api/account', { picture });
  expect({ status, kind: body.kind }).toEqual({ status: 400, kind });
  expect(body.error).toMatch(/^picture: /);
  expect((await ada.request('GET', '/api/auth/me')).body.avatarUrl).toBeNull();
});

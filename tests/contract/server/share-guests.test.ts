import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { commentSchema } from '../../../protocol/wire/comment.ts';
import { notificationSchema } from '../../../protocol/wire/notification.ts';
import type { ShareComments } from '../../../protocol/wire/share.ts';
import { createProject, registerUser, request, startServer, type TestUser } from '../../helpers/server.ts';
import { makeWave, newCut, upload } from '../../helpers/uploads.ts';

const key = 'k'.repeat(32);

async function assemble(comments: ShareComments = 'own') {
  const server = await startServer();
  const [ada, bo] = (await Promise.all(['Ada', 'Bo'].map((name) => registerUser(server, { name })))) as [
    TestUser,
    TestUser,
  ];
  const projectId = await createProject(ada, [bo]);
  const { file } = await upload({ server, user: ada }, makeWave(), newCut(projectId), { name: 'Dune.wav' });
  const link = async (body: object = {}) =>
    (await bo.request('POST', `/api/files/${file.id}/share`, { comments, ...body })).body;
  const { id: shareId, token } = await link();
  const send = (more: object = {}, to = token) =>
    request(server, 'POST', `/api/share/${to}/comments`, {
      ...{ id: newId(), key, name: 'Zoe', fileId: file.id, text: 'More bass', timestamp: 1.5, ...more },
    });
  const read = async (of = token) =>
    (await request(server, 'GET', `/api/share/${of}/comments?fileId=${file.id}`)).body.comments;
  const ofBand = async () => (await ada.request('GET', `/api/cuts/${file.cutId}/comments`)).body as unknown[];
  return { server, ada, bo, projectId, file, shareId, token, link, send, read, ofBand };
}

test('a guest’s comment reaches the band as a comment by somebody who is no member, and notifies its makers', async () => {
  const { server, ada, file, projectId, token, send, read, ofBand } = await assemble();
  const before = (await ada.request('GET', `/api/sync?topic=project:${projectId}&since=0`)).body.head;
  const sent = await send({ endTimestamp: 2 });
  expect([sent.status, sent.body.error]).toEqual([201, undefined]);
  const [comment] = (await ofBand()).map((one) => commentSchema.strict().parse(one));
  expect(comment).toMatchObject({
    ...{ text: 'More bass', timestamp: 1.5, endTimestamp: 2, fileId: file.id, resolvedAt: null },
    user: { name: 'Zoe (guest)', avatarUrl: null },
  });
  expect(comment?.user.id).toMatch(/^guest-[0-9a-f]{32}$/);
  expect(commentSchema.strict().parse(sent.body)).toMatchObject({ id: comment?.id });
  expect((await read()).map(({ id }: { id: string }) => id)).toEqual([comment?.id]);

  const log = (await ada.request('GET', `/api/sync?topic=project:${projectId}&since=0`)).body;
  expect(JSON.stringify(log)).toContain('Zoe (guest)');
  expect(before).not.toBe(log.head);
  const { body } = await ada.request('GET', '/api/notifications');
  const news = body.map((one: unknown) => notificationSchema.parse(one));
  expect(news[0]).toMatchObject({
    type: 'comment_added',
    title: expect.stringMatching(/^Zoe \(guest\) comm/),
  });
  const audit = await server.database.row(
    "select count(*) as count from user where id like 'guest-%' and closedAt is not null",
  );
  expect(audit).toEqual({ count: 1 });
  expect((await request(server, 'GET', `/api/share/${token}`)).body.songs).toHaveLength(1);
});

test('repeating a comment changes nothing, and two guests of one name are two people', async () => {
  const { send, ofBand } = await assemble();
  const id = newId();
  expect([(await send({ id })).status, (await send({ id })).status]).toEqual([201, 201]);
  expect(await ofBand()).toHaveLength(1);
  await send({ key: 'j'.repeat(32) });
  await send();
  const people = new Set((await ofBand()).map((one) => commentSchema.parse(one).user.id));
  expect([people.size, (await ofBand()).length]).toEqual([2, 3]);
  // The id of somebody else's comment.
  expect((await send({ id, key: 'i'.repeat(32) })).status).toBe(409);
});

test('a guest can neither look like a member nor call one', async () => {
  const { ada, send, ofBand } = await assemble();
  await send({ name: '  A\u202eda\u200b\n ', text: '@Ada <b>look</b> @Bo' });
  const [comment] = (await ofBand()).map((one) => commentSchema.parse(one));
  expect(comment?.user.name).toBe('A da (guest)');
  expect(comment).toMatchObject({ text: '@Ada <b>look</b> @Bo' });
  expect(comment?.mentions).toBeUndefined();
  const { body } = await ada.request('GET', '/api/notifications');
  expect(body.map(({ type }: { type: string }) => type)).not.toContain('mentioned');
  for (const name of ['', '   ', '\u200b\u202e', 'x'.repeat(61), 7])
    expect((await send({ name })).status, JSON.stringify(name)).toBe(400);
});

test('hostile bodies are refused with a reason', async () => {
  const { send } = await assemble();
  for (const more of [
    { text: '' },
    { text: 'x'.repeat(5001) },
    { timestamp: -1 },
    { timestamp: 'now' },
    { timestamp: 5, endTimestamp: 1 },
    { key: 'short' },
    { key: null },
    { id: '../..' },
    { fileId: 7 },
  ])
    expect(await send(more), JSON.stringify(more)).toMatchObject({ status: 400, body: { kind: 'invalid' } });
  expect((await send({ fileId: newId() })).status).toBe(404);
  expect((await send({ text: 'x'.repeat(20_000) })).status).toBe(413);
});

test('guests read what their link allows, and never more of a member than the name', async () => {
  const { server, ada, bo, file, token, link, send, read } = await assemble();
  const cutId = file.cutId;
  const comment = { cutId, fileId: file.id, timestamp: 3 };
  await ada.command('comment.create', { ...comment, id: newId(), text: 'Between us @Bo' });
  await send();
  const [own] = await read();
  await bo.command('reply.create', { id: newId(), commentId: own.id, text: 'Good idea' });
  const texts = async (of: string) => (await read(of)).map(({ text }: { text: string }) => text);
  expect(await texts(token)).toEqual(['More bass']);
  expect((await read())[0].replies).toMatchObject([{ text: 'Good idea', user: { name: 'Bo' } }]);

  const all = await link({ comments: 'all' });
  expect(await texts(all.token)).toEqual(['More bass', 'Between us @Bo']);
  const told = JSON.stringify(await read(all.token));
  for (const secret of [ada.account.id, bo.account.id, 'mentions', ada.email])
    expect(told).not.toContain(secret);
  // Another link's guests don't read those of this one.
  expect(await texts((await link()).token)).toEqual([]);
  // Nor what is written about another version.
  const other = await upload(
    { server, user: ada },
    makeWave(),
    { kind: 'cut', cutId },
    { name: 'Dune 2.wav' },
  );
  await ada.command('comment.create', { ...comment, id: newId(), fileId: other.file.id, text: 'Newer' });
  expect(await texts(all.token)).toEqual(['More bass', 'Between us @Bo']);
});

test('comments can be turned off, a member deletes those of guests, and a guest has no account', async () => {
  const { server, ada, bo, shareId, token, send, read, ofBand } = await assemble();
  await send();
  const [comment] = (await ofBand()).map((one) => commentSchema.parse(one));
  const id = comment?.id ?? '';
  expect((await bo.tryCommand('comment.update', { id, text: 'Less' })).ok).toBe(false);
  expect((await bo.tryCommand('comment.resolve', { id })).ok).toBe(true);
  expect((await read())[0].resolvedAt).not.toBeNull();
  await bo.command('comment.delete', { id });
  expect(await ofBand()).toEqual([]);
  await bo.request('PATCH', `/api/shares/${shareId}`, { comments: 'off' });
  expect(await send()).toMatchObject({ status: 403, body: { kind: 'forbidden' } });
  expect((await request(server, 'GET', `/api/share/${token}/comments?fileId=x`)).status).toBe(403);
  const { email } = (await server.database.row("select email from user where id like 'guest-%'")) as {
    email: string;
  };
  expect((await request(server, 'POST', '/api/auth/login', { email, password: 'x'.repeat(12) })).status).toBe(
    401,
  );
  await ada.request('DELETE', `/api/shares/${shareId}`);
  expect((await send()).status).toBe(404);
});

test('a flood of comments is slowed down for its sender', async () => {
  const { send, ofBand } = await assemble();
  const answers = await Promise.all(Array.from({ length: 20 }, () => send()));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBe(10);
  for (const { headers } of refused) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await ofBand()).toHaveLength(10);
});

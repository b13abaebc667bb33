import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { commentSchema, replySchema } from '../../../protocol/wire/comment.ts';
import { fileSchema } from '../../../protocol/wire/file.ts';
import { createProject, registerUser, shareServer, type TestUser } from '../../helpers/server.ts';
import { fileWithoutFigures } from '../../helpers/stacks.ts';
import { makeWave, reserved, sendBytes, upload } from '../../helpers/uploads.ts';

const sharedServer = shareServer();

async function assemble() {
  const server = sharedServer();
  const [ada, ben, cy] = (await Promise.all(
    ['Ada', 'Ben Ode', 'Cy'].map((name) => registerUser(server, { name })),
  )) as [TestUser, TestUser, TestUser];
  const projectId = await createProject(ada, [ben, cy]);
  const vibe = await ada.command('vibe.create', { id: newId(), projectId, name: 'Sunset' });
  const cut = await ada.command('cut.create', { id: newId(), vibeId: vibe.id, name: 'Mix' });
  const comment = (more: object = {}, by = ada) =>
    by.command('comment.create', { id: newId(), cutId: cut.id, text: 'Louder', timestamp: 4, ...more });
  const head = async () => (await ada.request('GET', `/api/projects/${projectId}`)).body.seq;
  const listed = async () => (await ada.request('GET', `/api/cuts/${cut.id}/comments`)).body;
  const told = async (user: TestUser) =>
    ((await user.request('GET', '/api/notifications')).body as { type: string; title: string }[]).map(
      ({ type, title }) => [type, title],
    );
  return { server, ada, ben, cy, projectId, cut, comment, head, listed, told };
}

describe('resolving', () => {
  test('answers with the comment, and names who and when; repeating it changes nothing', async () => {
    const { ben, cy, comment, head, listed } = await assemble();
    const { id, resolvedAt } = await comment();
    expect(resolvedAt).toBeNull();
    const { status, body } = await ben.request('POST', `/api/comments/${id}/resolve`);
    expect(status).toBe(200);
    expect(commentSchema.strict().parse(body)).toMatchObject({
      ...{ id, text: 'Louder', resolvedAt: expect.any(String) },
      resolvedBy: { id: ben.account.id, name: 'Ben Ode', avatarUrl: null },
    });
    const before = await head();
    expect((await cy.request('POST', `/api/comments/${id}/resolve`)).body).toEqual(body);
    expect(await head()).toBe(before);
    expect(await listed()).toEqual([body]);
  });

  test('is taken back by reopening, which answers the same way', async () => {
    const { ben, cy, comment, head, listed } = await assemble();
    const { id } = await comment();
    await ben.command('comment.resolve', { id });
    const { status, body } = await cy.request('POST', `/api/comments/${id}/reopen`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id, resolvedAt: null, resolvedBy: null });
    const before = await head();
    expect((await cy.request('POST', `/api/comments/${id}/reopen`)).status).toBe(200);
    expect(await head()).toBe(before);
    expect(await listed()).toEqual([body]);
  });

  test('of a comment that is gone is not found', async () => {
    const { ada, comment } = await assemble();
    const { id } = await comment();
    await ada.command('comment.delete', { id });
    expect((await ada.request('POST', `/api/comments/${id}/resolve`)).status).toBe(404);
  });
});

describe('a range', () => {
  test('is kept, changed, and made a moment again', async () => {
    const { ada, cut, listed } = await assemble();
    const path = `/api/cuts/${cut.id}/comments`;
    const made = await ada.request('POST', path, { text: 'Too long', timestamp: 64, endTimestamp: 80 });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ timestamp: 64, endTimestamp: 80 });
    const change = (body: object) => ada.request('PUT', `/api/comments/${made.body.id}`, body);
    expect((await change({ endTimestamp: 90 })).body).toMatchObject({ timestamp: 64, endTimestamp: 90 });
    expect((await change({ timestamp: 60, endTimestamp: 60 })).body).toMatchObject({ endTimestamp: 60 });
    const moment = (await change({ endTimestamp: null })).body;
    expect(moment).not.toHaveProperty('endTimestamp');
    expect(await listed()).toEqual([moment]);
  });

  test('that ends before it begins is refused, and changes nothing', async () => {
    const { ada, cut, comment, listed } = await assemble();
    const body = { text: 'x', timestamp: 10, endTimestamp: 9.9 };
    const refused = await ada.request('POST', `/api/cuts/${cut.id}/comments`, body);
    expect(refused).toMatchObject({ status: 400, body: { kind: 'invalid' } });
    expect(refused.body.error).toContain('endTimestamp');
    const range = await comment({ timestamp: 10, endTimestamp: 20 });
    for (const change of [{ endTimestamp: 9 }, { timestamp: 21 }, { timestamp: 5, endTimestamp: 4 }])
      expect((await ada.request('PUT', `/api/comments/${range.id}`, change)).status).toBe(400);
    expect(await listed()).toEqual([range]);
  });
});

test('only a changed text marks a comment as edited', async () => {
  const { ada, comment, listed } = await assemble();
  const { id, ...made } = await comment();
  expect(made).not.toHaveProperty('editedAt');
  const change = (body: object) => ada.request('PUT', `/api/comments/${id}`, body);
  expect((await change({ timestamp: 5, text: 'Louder' })).body).not.toHaveProperty('editedAt');
  const edited = (await change({ text: 'Softer' })).body;
  expect(edited.editedAt >= made.createdAt).toBe(true);
  expect(await listed()).toEqual([edited]);
});

describe('a mention', () => {
  test('in a plain text notifies whom it names, once and instead of the news of the comment', async () => {
    const { ada, ben, cy, cut, told } = await assemble();
    const path = `/api/cuts/${cut.id}/comments`;
    const { body } = await cy.request('POST', path, { text: 'Hey @Ben, and @ada: louder', timestamp: 4 });
    expect(body.mentions).toEqual([ben.account.id, ada.account.id]);
    expect(await told(ben)).toContainEqual(['mentioned', 'Cy mentioned you on “Mix”']);
    // Ada made the cut, so the comment alone is news for her.
    expect((await told(ada)).filter(([type]) => type !== 'member_joined')).toEqual([
      ['mentioned', 'Cy mentioned you on “Mix”'],
    ]);
    expect((await told(cy)).some(([type]) => type === 'mentioned')).toBe(false);
  });

  test('by ids names exactly those, as far as they are members', async () => {
    const { ben, cy, comment, told } = await assemble();
    const { mentions } = await comment({ text: 'Listen, @Cy', mentions: [ben.account.id, newId()] });
    expect(mentions).toEqual([ben.account.id]);
    expect((await told(cy)).some(([type]) => type === 'mentioned')).toBe(false);
  });

  test('in an edited comment notifies only those it did not name before', async () => {
    const { ada, ben, cy, comment, told } = await assemble();
    const { id } = await comment({ text: '@Ben Ode louder' });
    const mentioned = async (user: TestUser) =>
      (await told(user)).filter(([type]) => type === 'mentioned').length;
    await ada.command('comment.update', { id, text: '@Ben Ode and @Cy softer' });
    expect([await mentioned(ben), await mentioned(cy)]).toEqual([1, 1]);
    await ada.command('comment.update', { id, timestamp: 9 });
    const last = await ada.command('comment.update', { id, text: 'Never mind, @Cy' });
    expect(last.mentions).toEqual([cy.account.id]);
    expect([await mentioned(ben), await mentioned(cy)]).toEqual([1, 1]);
  });

  test('in a reply notifies too', async () => {
    const { ben, cy, comment, listed, told } = await assemble();
    const { id } = await comment();
    await cy.command('reply.create', { id: newId(), commentId: id, text: 'What do you say, @Ben Ode?' });
    expect((await listed())[0].replies[0].mentions).toEqual([ben.account.id]);
    expect(await told(ben)).toContainEqual(['mentioned', 'Cy mentioned you on “Mix”']);
  });
});

test('reactions are counted by person, in the order in which they were given, and taken back', async () => {
  const { ada, ben, comment, head, listed } = await assemble();
  const { id } = await comment();
  const react = (user: TestUser, reaction: string, isGiven: boolean) =>
    user.request('POST', `/api/comments/${id}/react`, { reaction, isGiven });
  await react(ben, 'fire', true);
  await react(ben, 'heart', true);
  const { status, body } = await react(ada, 'fire', true);
  expect(status).toBe(200);
  expect(body.reactions).toEqual([
    { reaction: 'fire', userIds: [ben.account.id, ada.account.id] },
    { reaction: 'heart', userIds: [ben.account.id] },
  ]);
  const before = await head();
  expect((await react(ada, 'fire', true)).body).toEqual(body);
  expect(await head()).toBe(before);
  await react(ben, 'fire', false);
  const { body: last } = await react(ben, 'heart', false);
  expect(last.reactions).toEqual([{ reaction: 'fire', userIds: [ada.account.id] }]);
  expect(await listed()).toEqual([last]);
  expect((await react(ada, 'skull', true)).status).toBe(400);
});

describe('a reply', () => {
  test('is changed by its author only; it is marked, and who is newly mentioned is notified', async () => {
    const { ada, ben, cy, comment, head, listed, told } = await assemble();
    const { id: commentId } = await comment();
    const { id } = await ben.command('reply.create', { id: newId(), commentId, text: 'Done' });
    const put = (user: TestUser, body: object) => user.request('PUT', `/api/replies/${id}`, body);
    expect((await put(ada, { text: 'Not done' })).status).toBe(403);
    const { status, body } = await put(ben, { text: 'Done, @Cy', mentions: [cy.account.id] });
    expect(status).toBe(200);
    expect(replySchema.strict().parse(body)).toMatchObject({
      ...{ id, text: 'Done, @Cy', mentions: [cy.account.id], editedAt: expect.any(String) },
    });
    expect((await listed())[0].replies).toEqual([body]);
    const before = await head();
    expect((await put(ben, { text: 'Done, @Cy', mentions: [cy.account.id] })).body).toEqual(body);
    expect(await head()).toBe(before);
    await put(ben, { text: 'Done, @Cy!', mentions: [cy.account.id] });
    const mentions = (await told(cy)).filter(([type]) => type === 'mentioned');
    expect(mentions).toEqual([['mentioned', 'Ben Ode mentioned you on “Mix”']]);
    expect((await put(ben, { text: ' ' })).status).toBe(400);
  });

  test('is reacted to like a comment', async () => {
    const { ada, ben, comment, head, listed } = await assemble();
    const { id: commentId } = await comment();
    const { id } = await ben.command('reply.create', { id: newId(), commentId, text: 'Done' });
    const react = (isGiven: boolean) =>
      ada.request('POST', `/api/replies/${id}/react`, { reaction: 'thanks', isGiven });
    const { status, body } = await react(true);
    expect(status).toBe(200);
    expect(body.reactions).toEqual([{ reaction: 'thanks', userIds: [ada.account.id] }]);
    expect((await listed())[0].replies).toEqual([body]);
    const before = await head();
    expect((await react(true)).body).toEqual(body);
    expect(await head()).toBe(before);
    expect((await react(false)).body).not.toHaveProperty('reactions');
  });
});

describe('a version', () => {
  test('is approved by members; its uploader is notified, and the approval can be taken back', async () => {
    const { server, ada, ben, cut, projectId, told } = await assemble();
    const { file } = await upload({ server, user: ben }, makeWave(), { kind: 'cut', cutId: cut.id });
    const approve = (isApproved: boolean) =>
      ada.request('POST', `/api/files/${file.id}/approve`, { isApproved });
    const { status, body } = await approve(true);
    expect(status).toBe(200);
    const user = { id: ada.account.id, name: 'Ada', avatarUrl: null };
    expect(fileSchema.strict().parse(body).approvals).toEqual([{ user, at: expect.any(String) }]);
    expect(fileWithoutFigures((await approve(true)).body)).toEqual(fileWithoutFigures(body));
    const approvals = (await told(ben)).filter(([type]) => type === 'file_approved');
    expect(approvals).toEqual([['file_approved', 'Ada approved Mix v1']]);
    const { body: snapshot } = await ada.request('GET', `/api/projects/${projectId}`);
    expect(snapshot.vibes[0].cuts[0].files[0].approvals).toEqual(body.approvals);
    expect((await approve(false)).body).not.toHaveProperty('approvals');
  });

  test('announces its note: that of its name when it comes, a written one when it is written', async () => {
    const { server, ada, ben, cut, told, projectId } = await assemble();
    const song = { title: 'Mix', label: 'v1', note: 'less snare' };
    const { file } = await upload(
      { server, user: ben },
      makeWave(),
      { kind: 'cut', cutId: cut.id },
      {
        name: 'Mix v1 less snare.wav',
        song,
      },
    );
    expect(file.note).toBe('less snare');
    const feed = async () =>
      (await ada.request('GET', `/api/activities?projectId=${projectId}&limit=1`)).body[0];
    expect(await feed()).toMatchObject({ type: 'file_uploaded', version: { number: 1, note: 'less snare' } });
    const { body: news } = await ada.request('GET', '/api/notifications');
    expect(news[0]).toMatchObject({ type: 'file_uploaded', message: 'less snare' });
    await ben.command('file.update', { id: file.id, note: 'less snare, as Ada asked' });
    expect(await feed()).toMatchObject({
      type: 'file_noted',
      version: { number: 1, note: 'less snare, as Ada asked' },
    });
    expect((await told(ada))[0]).toEqual(['file_noted', 'Ben Ode wrote a note on Mix v1']);
  });

  test('is announced with the note that its commit brings; one written later is no second notification', async () => {
    const { server, ada, ben, cut, told, projectId } = await assemble();
    const place = { server, user: ben };
    const bytes = makeWave();
    const target = { kind: 'cut', cutId: cut.id } as const;
    const row = await reserved(ben, bytes, target, { name: 'Mix v1 loud.wav' });
    await sendBytes(place, row, bytes);
    const path = `/api/uploads/${row.id}/commit`;
    expect((await ben.request('POST', path, { note: '' })).status).toBe(400);
    const { body } = await ben.request('POST', path, { note: 'less snare, as Ada asked' });
    expect(body.file.note).toBe('less snare, as Ada asked');
    const feed = async () =>
      (await ada.request('GET', `/api/activities?projectId=${projectId}&limit=1`)).body[0];
    expect(await feed()).toMatchObject({ version: { note: 'less snare, as Ada asked' } });
    const { body: news } = await ada.request('GET', '/api/notifications');
    expect(news[0].message).toBe('less snare, as Ada asked');
    const before = await told(ada);
    const note = { id: body.file.id, note: 'less snare', isOfUpload: true as const };
    await ben.command('file.update', note);
    expect(await told(ada)).toEqual(before);
    expect(await feed()).toMatchObject({ type: 'file_uploaded' });
    // Nobody else can write it unnoticed.
    await ada.command('file.update', { ...note, note: 'more snare' });
    expect(await feed()).toMatchObject({ type: 'file_noted' });
  });
});

import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { activitySchema } from '../../../protocol/wire/activity.ts';
import { commentSchema, replySchema } from '../../../protocol/wire/comment.ts';
import { addMember, createProject, registerUser, startServer, type TestUser } from '../../helpers/server.ts';
import { makeWave, upload } from '../../helpers/uploads.ts';

async function assemble() {
  const server = await startServer();
  const [ada, bo] = (await Promise.all(['Ada', 'Bo'].map((name) => registerUser(server, { name })))) as [
    TestUser,
    TestUser,
  ];
  const projectId = await createProject(ada, [bo]);
  const vibe = await ada.command('vibe.create', { id: newId(), projectId, name: 'Sunset' });
  const cut = await ada.command('cut.create', { id: newId(), vibeId: vibe.id, name: 'Mix' });
  const list = async (user = ada) => {
    const { status, body } = await user.request('GET', `/api/cuts/${cut.id}/comments`);
    expect(status).toBe(200);
    return body.map((comment: unknown) => commentSchema.strict().parse(comment)) as ReturnType<
      typeof commentSchema.parse
    >[];
  };
  const readCut = async () => {
    const { body } = await ada.request('GET', `/api/projects/${projectId}`);
    return body.vibes.flatMap(({ cuts }: { cuts: unknown[] }) => cuts)[0];
  };
  return { server, ada, bo, projectId, vibe, cut, list, readCut };
}

test('a plain client sends the documented body and gets the documented answer', async () => {
  const { ada, bo, cut, list } = await assemble();
  const posted = await bo.request('POST', `/api/cuts/${cut.id}/comments`, {
    text: ' Louder ',
    timestamp: 42.5,
  });
  expect(posted.status).toBe(201);
  expect(commentSchema.strict().parse(posted.body)).toMatchObject({
    text: 'Louder',
    timestamp: 42.5,
    user: { id: bo.account.id, name: 'Bo', avatarUrl: null },
    replies: [],
    cutId: cut.id,
    fileId: null,
  });
  const replied = await ada.request('POST', `/api/comments/${posted.body.id}/replies`, { text: 'Done' });
  expect(replied.status).toBe(201);
  expect(replySchema.strict().parse(replied.body)).toMatchObject({
    text: 'Done',
    user: { name: 'Ada' },
    commentId: posted.body.id,
    cutId: cut.id,
  });
  expect(await list(bo)).toEqual([{ ...posted.body, replies: [replied.body] }]);
});

test('comments are listed by their moment in the audio, then by age; replies oldest first', async () => {
  const { ada, cut, list } = await assemble();
  const post = (text: string, timestamp: number) =>
    ada.command('comment.create', { id: newId(), cutId: cut.id, text, timestamp });
  await post('late', 100);
  const early = await post('early', 3);
  await post('late too', 100);
  await post('start', 0);
  for (const text of ['one', 'two', 'three']) {
    await ada.command('reply.create', { id: newId(), commentId: early.id, text });
  }
  const listed = await list();
  expect(listed.map(({ text }) => text)).toEqual(['start', 'early', 'late', 'late too']);
  expect(listed[1]?.replies.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
});

test('an author changes the text and the moment of a comment; changing nothing sends no event', async () => {
  const { ada, cut, list, projectId } = await assemble();
  const { id } = await ada.command('comment.create', {
    id: newId(),
    cutId: cut.id,
    text: 'Louder',
    timestamp: 10,
  });
  await ada.command('reply.create', { id: newId(), commentId: id, text: 'Done' });
  const moved = await ada.request('PUT', `/api/comments/${id}`, { timestamp: 9.25 });
  expect(moved.body).toMatchObject({ text: 'Louder', timestamp: 9.25, replies: [{ text: 'Done' }] });
  const reworded = await ada.request('PUT', `/api/comments/${id}`, { text: 'Softer' });
  expect(reworded.body).toMatchObject({ text: 'Softer', timestamp: 9.25 });
  const head = async () => (await ada.request('GET', `/api/projects/${projectId}`)).body.seq;
  const before = await head();
  for (const same of [{}, { text: 'Softer' }, { timestamp: 9.25, text: ' Softer ' }]) {
    expect((await ada.request('PUT', `/api/comments/${id}`, same)).body).toEqual(reworded.body);
  }
  expect(await head()).toBe(before);
  expect(await list()).toEqual([reworded.body]);
});

test('a cut has the number of its comments, without replies', async () => {
  const { ada, cut, readCut } = await assemble();
  expect(cut.commentCount).toBe(0);
  const ids = [newId(), newId()];
  for (const id of ids) {
    await ada.command('comment.create', { id, cutId: cut.id, text: 'Louder', timestamp: 1 });
    await ada.command('reply.create', { id: newId(), commentId: id, text: 'Done' });
  }
  expect(await readCut()).toMatchObject({ commentCount: 2 });
  expect(await ada.command('cut.update', { id: cut.id, name: 'Mix 2' })).toMatchObject({ commentCount: 2 });
  await ada.command('comment.delete', { id: ids[0] ?? '' });
  expect(await readCut()).toMatchObject({ commentCount: 1 });
});

test('a comment keeps its file until that is deleted; a file of another cut is ignored', async () => {
  const { server, ada, cut, vibe, list, readCut } = await assemble();
  const other = await ada.command('cut.create', { id: newId(), vibeId: vibe.id, name: 'Other' });
  const uploadTo = async (cutId: string) =>
    (await upload({ server, user: ada }, makeWave(), { kind: 'cut', cutId })).file;
  const [here, elsewhere] = [await uploadTo(cut.id), await uploadTo(other.id)];
  const post = (fileId: string | null) =>
    ada.command('comment.create', { id: newId(), cutId: cut.id, text: 'x', timestamp: 1, fileId });
  expect(await post(here.id)).toMatchObject({ fileId: here.id });
  expect(await post(elsewhere.id)).toMatchObject({ fileId: null });
  expect(await post(newId())).toMatchObject({ fileId: null });
  expect(await post(null)).toMatchObject({ fileId: null });
  expect((await list()).map(({ fileId }) => fileId)).toEqual([here.id, null, null, null]);
  await ada.command('file.delete', { id: here.id });
  expect((await list()).map(({ fileId }) => fileId)).toEqual([null, null, null, null]);
  expect(await readCut()).toMatchObject({ commentCount: 4, files: [] });
});

test('comments and replies make activities with links to the exact place', async () => {
  const { ada, bo, cut, vibe, projectId } = await assemble();
  const text = `Much\n louder ${'x'.repeat(300)}`;
  const { id } = await bo.command('comment.create', { id: newId(), cutId: cut.id, text, timestamp: 1 });
  const reply = await ada.command('reply.create', { id: newId(), commentId: id, text: 'Done' });
  const { body } = await ada.request('GET', `/api/activities?projectId=${projectId}&limit=2`);
  const [replied, commented] = body.map((one: unknown) => activitySchema.strict().parse(one));
  const link = { projectId, vibeId: vibe.id, cutId: cut.id, commentId: id };
  expect(replied).toMatchObject({
    type: 'reply_added',
    actor: { name: 'Ada' },
    target: { type: 'reply', id: reply.id, name: 'Done' },
    link: { ...link, replyId: reply.id },
  });
  expect(commented).toMatchObject({ type: 'comment_added', actor: { name: 'Bo' }, link });
  expect(commented.target).toMatchObject({ type: 'comment', id });
  expect(commented.target.name).toMatch(/^Much louder x+…$/);
  expect(commented.target.name).toHaveLength(140);
});

describe('deleting', () => {
  test('is for the author and for admins, of comments and of replies', async () => {
    const { server, ada, bo, cut, projectId } = await assemble();
    const cy = await registerUser(server, { name: 'Cy' });
    await addMember(ada, cy, projectId);
    const make = async () => {
      const { id } = await bo.command('comment.create', {
        id: newId(),
        cutId: cut.id,
        text: 'x',
        timestamp: 1,
      });
      return {
        id,
        replyId: (await bo.command('reply.create', { id: newId(), commentId: id, text: 'y' })).id,
      };
    };
    for (const [user, status] of [
      [cy, 403],
      [bo, 200],
      [ada, 200],
    ] as const) {
      const { id, replyId } = await make();
      expect((await user.request('DELETE', `/api/replies/${replyId}`)).status).toBe(status);
      expect((await user.request('DELETE', `/api/comments/${id}`)).status).toBe(status);
    }
    // Not even an admin can edit another person's comment.
    const { id } = await make();
    expect((await ada.request('PUT', `/api/comments/${id}`, { text: 'z' })).status).toBe(403);
    // People who left can't, even if it is their own.
    await ada.command('member.remove', { projectId, userId: bo.account.id });
    expect((await bo.request('DELETE', `/api/comments/${id}`)).status).toBe(404);
    expect((await bo.request('PUT', `/api/comments/${id}`, { text: 'z' })).status).toBe(404);
  });

  test('a comment deletes its replies, a cut its comments, and none of them can be reached any more', async () => {
    const { server, ada, cut, vibe, projectId } = await assemble();
    const make = async (cutId: string) => {
      const { id } = await ada.command('comment.create', { id: newId(), cutId, text: 'x', timestamp: 1 });
      const reply = await ada.command('reply.create', { id: newId(), commentId: id, text: 'y' });
      return [id, reply.id] as const;
    };
    const rows = () =>
      Promise.all(
        ['comment', 'reply'].map((table) => server.database.value(`select count(*) from ${table}`)),
      );
    const [commentId, replyId] = await make(cut.id);
    await ada.command('comment.delete', { id: commentId });
    expect(await ada.tryCommand('reply.delete', { id: replyId })).toMatchObject({ kind: 'not-found' });
    expect(await rows()).toEqual([0, 0]);
    await make(cut.id);
    await ada.command('cut.delete', { id: cut.id });
    expect((await ada.request('GET', `/api/cuts/${cut.id}/comments`)).status).toBe(404);
    expect(await rows()).toEqual([0, 0]);
    const second = await ada.command('cut.create', { id: newId(), vibeId: vibe.id, name: 'x' });
    await make(second.id);
    await ada.command('vibe.delete', { id: vibe.id });
    expect(await rows()).toEqual([0, 0]);
    const again = await ada.command('vibe.create', { id: newId(), projectId, name: 'x' });
    const third = await ada.command('cut.create', { id: newId(), vibeId: again.id, name: 'x' });
    await make(third.id);
    await ada.command('project.delete', { id: projectId });
    expect((await ada.request('GET', `/api/cuts/${third.id}/comments`)).status).toBe(404);
    // As when it can no longer be restored.
    await server.database.run('delete from project');
    expect(await rows()).toEqual([0, 0]);
  });
});

test('a repeated post with the same Idempotency-Key makes one comment', async () => {
  const { ada, cut, list } = await assemble();
  const key = { 'idempotency-key': newId() };
  const path = `/api/cuts/${cut.id}/comments`;
  const first = await ada.request('POST', path, { text: 'Once', timestamp: 1 }, key);
  expect(first.body.id).toBe(key['idempotency-key']);
  expect((await ada.request('POST', path, { text: 'Once', timestamp: 1 }, key)).body).toEqual(first.body);
  expect(await list()).toHaveLength(1);
  const taken = { id: first.body.id, cutId: cut.id, text: 'Twice', timestamp: 1 };
  expect(await ada.tryCommand('comment.create', taken)).toMatchObject({ kind: 'conflict' });
});

test('hostile text is returned as it was sent, wherever it is shown', async () => {
  const { ada, bo, cut, list, projectId } = await assemble();
  const hostile = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    "'; drop table comment; --",
    '{{7*7}} %s %n',
    '\u202egnihton',
  ];
  for (const [index, text] of hostile.entries()) {
    const { id } = await bo.command('comment.create', { id: newId(), cutId: cut.id, text, timestamp: index });
    await bo.command('reply.create', { id: newId(), commentId: id, text });
  }
  const comments = await list();
  expect(comments.map(({ text }) => text)).toEqual(hostile);
  expect(comments.map(({ replies }) => replies[0]?.text)).toEqual(hostile);
  const { body: feed } = await ada.request('GET', `/api/activities?projectId=${projectId}`);
  const names = feed.map(({ target }: { target: { name: string } }) => target.name);
  for (const text of hostile) expect(names).toContain(text);
  const { body: told, headers } = await ada.request('GET', '/api/notifications');
  for (const text of hostile) {
    expect(told.some(({ message }: { message: string }) => message.endsWith(text))).toBe(true);
  }
  expect(headers.get('content-type')).toMatch(/^application\/json/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

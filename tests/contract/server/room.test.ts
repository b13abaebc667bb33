import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { attentionSchema, type ProjectAttention } from '../../../protocol/wire/attention.ts';
import { type Notification, notificationSchema } from '../../../protocol/wire/notification.ts';
import {
  newestRoomMessages,
  type RoomMessage,
  roomMessageListSchema,
  roomMessageSchema,
} from '../../../protocol/wire/room-message.ts';
import { addMember, createProject, registerUser, shareServer, type TestUser } from '../../helpers/server.ts';
import { makeWave, upload } from '../../helpers/uploads.ts';

const sharedServer = shareServer();

/** A project with three members, and a stranger. */
async function assemble() {
  const server = sharedServer();
  const [ada, bo, cy, gus] = (await Promise.all(
    ['Ada', 'Bo', 'Cy', 'Gus'].map((name) => registerUser(server, { name })),
  )) as [TestUser, TestUser, TestUser, TestUser];
  const projectId = await createProject(ada, [bo, cy]);
  const path = `/api/projects/${projectId}/messages`;
  const send = async (from: TestUser, text: string, mentions?: string[]): Promise<RoomMessage> => {
    const { status, body } = await from.request('POST', path, { text, ...(mentions && { mentions }) });
    expect(status).toBe(201);
    return body;
  };
  const attention = async (user: TestUser): Promise<ProjectAttention> => {
    const { body } = await user.request('GET', '/api/attention');
    expect(attentionSchema.parse(body)).toStrictEqual(body);
    return body.projects.find((one: ProjectAttention) => one.projectId === projectId);
  };
  const notified = async (user: TestUser): Promise<Notification[]> => {
    const { body } = await user.request('GET', '/api/notifications');
    return body.map((one: unknown) => notificationSchema.parse(one));
  };
  return { server, ada, bo, cy, gus, projectId, path, send, attention, notified };
}

describe('the room of a project', () => {
  test('holds what members write, in order, and later members read all of it', async () => {
    const { server, ada, bo, cy, path, send, projectId, attention } = await assemble();
    const sent = [
      await send(ada, ' Load-in at four '),
      await send(bo, 'Who drives?\nMe'),
      await send(cy, 'I do'),
    ];
    for (const message of sent) expect(roomMessageSchema.parse(message)).toStrictEqual(message);
    expect(sent[0]).toMatchObject({ projectId, text: 'Load-in at four', sender: { name: 'Ada' } });
    expect(sent[0]).not.toHaveProperty('mentions');
    const di = await registerUser(server, { name: 'Di' });
    await addMember(ada, di, projectId);
    for (const user of [bo, di]) {
      const { body } = await user.request('GET', path);
      expect(roomMessageListSchema.parse(body)).toStrictEqual(sent);
      const snapshot = await user.request('GET', `/api/projects/${projectId}`);
      expect(snapshot.body.room).toEqual({ messages: sent, hasEarlier: false });
    }
    // Earlier messages are not news for her.
    expect(await attention(di)).toMatchObject({ unreadCount: 0, unreadMentions: 0, level: 'everything' });
  });

  test('has no news for those who join after the server’s clock was set back', async () => {
    const { server, ada, gus, send, projectId, attention } = await assemble();
    const early = await send(ada, 'Load-in at four');
    const future = new Date(Date.now() + 3_600_000).toISOString();
    await server.database.run('update roomMessage set createdAt = ? where id = ?', future, early.id);
    await addMember(ada, gus, projectId);
    expect(await attention(gus)).toMatchObject({ unreadCount: 0, roomReadUpTo: future });
    await send(ada, 'At five');
    expect(await attention(gus)).toMatchObject({ unreadCount: 1, roomReadUpTo: future });
  });

  test('is read in pages; the snapshot has the newest ones', async () => {
    const { ada, bo, path, projectId } = await assemble();
    const operations = Array.from({ length: newestRoomMessages + 3 }, (_, index) => ({
      operationId: newId(),
      kind: 'room.send',
      payload: { id: newId(), projectId, text: `message ${index}` },
    }));
    await ada.request('POST', '/api/commands', { operations });
    const page = async (query: string): Promise<string[]> =>
      (await bo.request('GET', `${path}?${query}`)).body.map(({ text }: RoomMessage) => text);
    expect(await page('limit=2')).toEqual(['message 51', 'message 52']);
    const third = operations[2]?.payload.id;
    expect(await page(`before=${third}`)).toEqual(['message 0', 'message 1']);
    const { body } = await bo.request('GET', `/api/projects/${projectId}`);
    expect(body.room.hasEarlier).toBe(true);
    expect(body.room.messages).toHaveLength(newestRoomMessages);
    expect(body.room.messages[0].text).toBe('message 3');
    expect((await bo.request('GET', `${path}?before=${newId()}`)).status).toBe(404);
    expect((await bo.request('GET', `${path}?limit=0`)).status).toBe(400);
  });

  test('refuses empty and endless text, an id in use, and a flood', async () => {
    const { ada, path, send, projectId } = await assemble();
    for (const text of ['', '  ', 'x'.repeat(4001), 7]) {
      expect((await ada.request('POST', path, { text })).status).toBe(400);
    }
    const { id } = await send(ada, 'once');
    expect(await ada.tryCommand('room.send', { id, projectId, text: 'twice' })).toMatchObject({
      kind: 'conflict',
    });
    for (let sent = 1; sent < 120; sent += 60) {
      const operations = Array.from({ length: 60 }, () => ({
        operationId: newId(),
        kind: 'room.send',
        payload: { id: newId(), projectId, text: 'x' },
      }));
      await ada.request('POST', '/api/commands', { operations });
    }
    expect((await ada.request('POST', path, { text: 'one too many' })).status).toBe(429);
  });

  test('disappears with its project, from search too', async () => {
    const { ada, bo, projectId, path, send } = await assemble();
    const { id } = await send(ada, 'The zither is out of tune');
    const found = await bo.request('GET', '/api/search?q=zither');
    expect(found.body.results).toMatchObject([
      { type: 'message', id, name: 'The zither is out of tune', link: { projectId, messageId: id } },
    ]);
    await ada.command('project.delete', { id: projectId });
    expect((await bo.request('GET', path)).status).toBe(404);
    expect((await bo.request('GET', '/api/search?q=zither')).body.results).toEqual([]);
  });

  test('is closed to strangers and to former members, and is not found by their search', async () => {
    const { ada, bo, gus, projectId, path, send } = await assemble();
    await send(ada, 'Our secret zither');
    await ada.command('member.remove', { projectId, userId: bo.account.id });
    for (const outsider of [bo, gus]) {
      expect((await outsider.request('GET', path)).status).toBe(404);
      expect((await outsider.request('POST', path, { text: 'Hi' })).status).toBe(404);
      expect((await outsider.request('GET', '/api/search?q=zither')).body.results).toEqual([]);
    }
    expect((await ada.request('GET', path)).body).toHaveLength(1);
  });
});

describe('reactions to a message', () => {
  test('are given and taken back by any member, and are read with the message', async () => {
    const { ada, bo, cy, gus, path, projectId, send } = await assemble();
    const { id } = await send(ada, 'Load-in at four');
    const react = (user: TestUser, reaction: string, isGiven = true) =>
      user.request('POST', `${path}/${id}/react`, { reaction, isGiven });
    await react(cy, 'heart');
    await react(bo, 'fire');
    const given = await react(ada, 'heart');
    const reactions = [
      { reaction: 'heart', userIds: [cy.account.id, ada.account.id] },
      { reaction: 'fire', userIds: [bo.account.id] },
    ];
    expect(given).toMatchObject({ status: 200, body: { id, reactions } });
    expect((await react(ada, 'heart')).body.reactions).toEqual(reactions);
    const { body } = await bo.request('GET', `/api/projects/${projectId}`);
    expect(body.room.messages).toEqual([given.body]);
    await react(bo, 'fire', false);
    expect((await bo.request('GET', path)).body[0].reactions).toEqual([reactions[0]]);
    expect((await react(gus, 'heart')).status).toBe(404);
    expect((await react(ada, 'tomato')).status).toBe(400);
    const elsewhere = await createProject(ada, [], 'Other');
    expect(
      (
        await ada.request('POST', `/api/projects/${elsewhere}/messages/${id}/react`, {
          reaction: 'heart',
          isGiven: true,
        })
      ).status,
    ).toBe(404);
  });
});

describe('a comment made from a message', () => {
  test('names its message, and the message names it and its version', async () => {
    const { server, ada, bo, path, projectId, send } = await assemble();
    const vibe = await ada.command('vibe.create', { id: newId(), projectId, name: 'Sunset' });
    const cut = await ada.command('cut.create', { id: newId(), vibeId: vibe.id, name: 'Mix' });
    const { file } = await upload({ server, user: ada }, makeWave(), { kind: 'cut', cutId: cut.id });
    const { id: messageId } = await send(bo, 'The bass at 0:01?');
    const made = await ada.request('POST', `/api/cuts/${cut.id}/comments`, {
      ...{ text: 'The bass', timestamp: 1, fileId: file.id, messageId },
    });
    expect(made.body).toMatchObject({ messageId });
    const { body: comments } = await bo.request('GET', `/api/cuts/${cut.id}/comments`);
    expect(comments).toEqual([made.body]);
    const point = { commentId: made.body.id, cutId: cut.id, fileId: file.id };
    expect((await bo.request('GET', path)).body).toMatchObject([{ id: messageId, point }]);
    // A second one takes its place.
    const again = await ada.request('POST', `/api/cuts/${cut.id}/comments`, {
      text: 'x',
      timestamp: 1,
      messageId,
    });
    expect((await bo.request('GET', path)).body[0].point.commentId).toBe(again.body.id);
  });

  test('is made without a message that is not in the room', async () => {
    const { ada, path, send } = await assemble();
    const other = await createProject(ada, [], 'Other');
    const { id: messageId } = await send(ada, 'One');
    const vibe = await ada.command('vibe.create', { id: newId(), projectId: other, name: 'Sunset' });
    const cut = await ada.command('cut.create', { id: newId(), vibeId: vibe.id, name: 'Mix' });
    const comment = await ada.command('comment.create', {
      id: newId(),
      cutId: cut.id,
      text: 'x',
      timestamp: 1,
      messageId,
    });
    expect(comment).not.toHaveProperty('messageId');
    expect((await ada.request('GET', path)).body[0]).not.toHaveProperty('point');
  });
});

describe('unread messages', () => {
  test('are counted for everybody but their sender, until they are read', async () => {
    const { ada, bo, path, send, attention } = await assemble();
    const first = await send(ada, 'One');
    await send(ada, '@Bo two', [bo.account.id]);
    expect(await attention(ada)).toMatchObject({ unreadCount: 0 });
    expect(await attention(bo)).toMatchObject({ unreadCount: 2, unreadMentions: 1 });
    const read = await bo.request('POST', `${path}/read`, { upTo: first.id });
    expect(read.body).toMatchObject({ unreadCount: 1, unreadMentions: 1, roomReadUpTo: first.createdAt });
    await bo.request('POST', `${path}/read`);
    expect(await attention(bo)).toMatchObject({ unreadCount: 0, unreadMentions: 0 });
    // It never moves back.
    await bo.request('POST', `${path}/read`, { upTo: first.id });
    expect(await attention(bo)).toMatchObject({ unreadCount: 0 });
    expect((await bo.request('POST', `${path}/read`, { upTo: newId() })).status).toBe(404);
  });
});

describe('mentions', () => {
  test('notify members, not the sender; strangers are skipped', async () => {
    const { ada, bo, gus, projectId, send, notified } = await assemble();
    const message = await send(ada, '@Bo @Ada @Gus', [gus.account.id, ada.account.id, bo.account.id]);
    expect(message.mentions?.toSorted()).toEqual([ada.account.id, bo.account.id].toSorted());
    expect(await notified(bo)).toMatchObject([
      {
        type: 'mentioned',
        title: 'Ada mentioned you in “First Album”',
        message: '@Bo @Ada @Gus',
        link: { projectId, messageId: message.id },
        actor: { name: 'Ada' },
      },
      { type: 'member_joined' },
      { type: 'invited' },
    ]);
    for (const user of [ada, gus]) {
      expect((await notified(user)).filter(({ type }) => type === 'mentioned')).toEqual([]);
    }
  });

  test('are limited in number', async () => {
    const { ada, path } = await assemble();
    const mentions = Array.from({ length: 51 }, newId);
    expect((await ada.request('POST', path, { text: 'x', mentions })).status).toBe(400);
  });
});

describe('levels', () => {
  test('decide who is notified: everything, mentions and versions, nothing', async () => {
    const { ada, bo, cy, projectId, send, notified } = await assemble();
    await bo.request('PUT', `/api/projects/${projectId}/attention`, { level: 'mentions' });
    await cy.request('PUT', `/api/projects/${projectId}/attention`, { level: 'nothing' });
    const vibe = await bo.command('vibe.create', { id: newId(), projectId, name: 'One' });
    const cut = await bo.command('cut.create', { id: newId(), vibeId: vibe.id, name: 'Mix' });
    await ada.command('cut.create', { id: newId(), vibeId: vibe.id, name: 'Live' });
    await ada.command('comment.create', { id: newId(), cutId: cut.id, text: 'Louder', timestamp: 1 });
    await send(ada, '@Bo @Cy', [bo.account.id, cy.account.id]);
    const types = async (user: TestUser) =>
      (await notified(user))
        .map(({ type }) => type)
        .filter((type) => type !== 'member_joined' && type !== 'invited');
    expect(await types(bo)).toEqual(['mentioned', 'cut_created']);
    expect(await types(cy)).toEqual([]);
    expect(await types(ada)).toEqual(['cut_created']);
  });

  test('are kept for each member; a wrong one is refused', async () => {
    const { ada, bo, projectId, attention } = await assemble();
    const choose = (level: unknown) => bo.request('PUT', `/api/projects/${projectId}/attention`, { level });
    expect((await choose('mentions')).body).toMatchObject({ level: 'mentions', projectId });
    expect(await attention(bo)).toMatchObject({ level: 'mentions' });
    expect(await attention(ada)).toMatchObject({ level: 'everything' });
    expect((await choose('loud')).status).toBe(400);
  });
});

test('quiet hours are kept for the account, and taken away by null', async () => {
  const { ada } = await assemble();
  const put = (quietHours: unknown) => ada.request('PUT', '/api/attention/quiet-hours', { quietHours });
  const quietHours = { from: '22:30', until: '08:00' };
  expect((await put(quietHours)).body).toEqual({ quietHours });
  expect((await ada.request('GET', '/api/attention')).body.quietHours).toEqual(quietHours);
  for (const wrong of [{ from: '24:00', until: '08:00' }, { from: '22:00' }, 'night']) {
    expect((await put(wrong)).status).toBe(400);
  }
  await put(null);
  expect((await ada.request('GET', '/api/attention')).body.quietHours).toBeNull();
});

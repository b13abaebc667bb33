import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { blockListSchema } from '../../../protocol/wire/block.ts';
import type { CommandKind } from '../../../protocol/wire/command.ts';
import {
  collectEvents,
  collectMoments,
  connectSocket,
  createProject,
  registerUser,
  startServer,
  type TestUser,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, newCut, upload } from '../../helpers/uploads.ts';

/** Ada has blocked Ben, with whom she and Cy share a project, unless it says otherwise. */
async function band({ isBlocked = true } = {}) {
  const server = await startServer();
  const [ada, ben, cy] = (await Promise.all(
    ['Ada', 'Ben', 'Cy'].map((name) => registerUser(server, { name })),
  )) as [TestUser, TestUser, TestUser];
  const projectId = await createProject(ada, [ben, cy]);
  const block = (by = ada, whom = ben) => by.request('PUT', `/api/blocks/${whom.account.id}`);
  const unblock = (by = ada, whom = ben) => by.request('DELETE', `/api/blocks/${whom.account.id}`);
  if (isBlocked) expect(await block()).toMatchObject({ status: 200, body: {} });
  const get = async (user: TestUser, path: string) => (await user.request('GET', path)).body;
  const titles = async (user: TestUser): Promise<string[]> =>
    (await get(user, '/api/notifications')).map(({ title }: { title: string }) => title);
  return { server, ada, ben, cy, projectId, block, unblock, get, titles };
}

/** Sends a direct message; answers it with the conversation's id. */
async function say(from: TestUser, to: TestUser, text: string) {
  const { id } = await from.command('conversation.open', { userId: to.account.id });
  return from.command('message.send', { id: newId(), conversationId: id, text });
}

const textsOf = (messages: { text: string }[]) => messages.map(({ text }) => text);

test('one’s own blocks are listed with names, and ended; both can be repeated', async () => {
  const { ada, ben, block, unblock, get } = await band();
  expect((await block()).status).toBe(200);
  const list = blockListSchema.parse(await get(ada, '/api/blocks'));
  expect(list).toMatchObject([{ id: ben.account.id, name: 'Ben', avatarUrl: null }]);
  expect(await get(ben, '/api/blocks')).toEqual([]);
  for (let times = 0; times < 2; times += 1) expect(await unblock()).toMatchObject({ status: 200, body: {} });
  expect(await get(ada, '/api/blocks')).toEqual([]);
});

test('oneself, strangers and nobody can’t be blocked, and the last two get the same answer', async () => {
  const { server, ada, block } = await band();
  expect((await block(ada, ada)).status).toBe(400);
  const stranger = await registerUser(server);
  const answer = await block(ada, stranger);
  expect(answer.status).toBe(404);
  expect((await ada.request('PUT', `/api/blocks/${newId()}`)).body).toEqual(answer.body);
});

test('the operator sees both in the audit log', async () => {
  const { server, ada, ben, unblock } = await band();
  await unblock();
  const entries = await server.database.rows(
    "select kind, actor, subject from auditEntry where kind like 'person.%' order by number",
  );
  const [actor, subject] = [ada.email.toLowerCase(), ben.email];
  expect(entries).toEqual([
    { kind: 'person.blocked', actor, subject },
    { kind: 'person.unblocked', actor, subject },
  ]);
});

test('nothing that a blocked person does in a shared project notifies, and it stays visible', async () => {
  const { server, ada, ben, cy, projectId, get, titles } = await band();
  const { file } = await upload(
    { server, user: ada },
    makeWave(),
    newCut(projectId, 'Dune', { name: 'Dune' }),
  );
  const cutId = file.cutId ?? '';
  const commentId = newId();
  await ada.command('comment.create', { id: commentId, cutId, text: 'Louder', timestamp: 1 });
  const before = await titles(ada);
  const heard = collectEvents(await connectSocket(server, ada));

  const mentions = [ada.account.id, cy.account.id];
  await ben.command('comment.create', { id: newId(), cutId, text: '@Ada', timestamp: 2, mentions });
  await ben.command('reply.create', { id: newId(), commentId, text: 'No' });
  await ben.command('file.approve', { id: file.id, isApproved: true });
  await upload({ server, user: ben }, makeWave(), { kind: 'cut', cutId });
  await ben.command('room.send', { id: newId(), projectId, text: '@Ada', mentions });
  // Cy is told of the same, and Ada of what Cy does.
  await cy.command('reply.create', { id: newId(), commentId, text: 'Yes' });
  expect(await titles(ada)).toEqual(['Cy replied on “Dune”', ...before]);
  expect((await titles(cy)).filter((title) => title.startsWith('Ben'))).toHaveLength(3);
  await until(() => heard.some(({ name }) => name === 'notification:new'));
  expect(heard.filter(({ name }) => name === 'notification:new')).toHaveLength(1);
  expect(heard.filter(({ name }) => name === 'attention:updated')).toEqual([]);

  expect(textsOf(await get(ada, `/api/cuts/${cutId}/comments`))).toEqual(['Louder', '@Ada']);
  expect(textsOf(await get(ada, `/api/projects/${projectId}/messages`))).toEqual(['@Ada']);
});

test('a room counts no messages of blocked people as unread, and the devices are told when that changes', async () => {
  const { server, ada, ben, cy, projectId, block, unblock, get } = await band({ isBlocked: false });
  const say = (from: TestUser) =>
    from.command('room.send', { id: newId(), projectId, text: '@Ada', mentions: [ada.account.id] });
  await say(ben);
  await say(cy);
  const heard = collectEvents(await connectSocket(server, ada));
  const unread = async () => (await get(ada, '/api/attention')).projects[0];
  expect(await unread()).toMatchObject({ unreadCount: 2, unreadMentions: 2 });
  await block();
  expect(await unread()).toMatchObject({ unreadCount: 1, unreadMentions: 1 });
  await say(ben);
  expect(await unread()).toMatchObject({ unreadCount: 1, unreadMentions: 1 });
  await unblock();
  expect(await unread()).toMatchObject({ unreadCount: 3 });
  const counts = () =>
    heard.filter(({ name }) => name === 'attention:updated').map(({ payload }) => payload.unreadCount);
  await until(() => counts().length === 2);
  expect(counts()).toEqual([1, 3]);
});

test('messages of a blocked person never arrive, not even after the block', async () => {
  const { server, ada, ben, block, unblock, get } = await band({ isBlocked: false });
  const { conversationId } = await say(ben, ada, 'Before');
  await ada.command('conversation.read', { conversationId });
  await block();
  const heard = collectEvents(await connectSocket(server, ada));
  const hidden = await say(ben, ada, 'Hidden');
  const path = `/api/chat/conversations/${conversationId}`;
  const seen = async (user: TestUser) => textsOf(await get(user, `${path}/messages`));
  expect(await seen(ada)).toEqual(['Before']);
  expect(await get(ada, path)).toMatchObject({ unreadCount: 0, lastMessage: { text: 'Before' } });
  expect(await get(ben, path)).toMatchObject({ lastMessage: { id: hidden.id, text: 'Hidden' } });

  await unblock();
  await say(ben, ada, 'After');
  await say(ada, ben, 'Yes?');
  await until(() => heard.filter(({ name }) => name === 'chat:message').length === 2);
  const arrived = heard.filter(({ name }) => name === 'chat:message').map(({ payload }) => payload.text);
  expect(arrived).toEqual(['After', 'Yes?']);
  expect(await seen(ada)).toEqual(['Before', 'After', 'Yes?']);
  expect(await seen(ben)).toEqual(['Before', 'Hidden', 'After', 'Yes?']);
  expect(await get(ada, path)).toMatchObject({ unreadCount: 1 });
  const { events } = await get(ada, `/api/sync?topic=user:${ada.account.id}&since=0`);
  expect(JSON.stringify(events)).toContain('After');
  expect(JSON.stringify(events)).not.toContain('Hidden');
});

test('a conversation that a blocked person begins isn’t listed, during the block or later, until somebody writes', async () => {
  const { ada, ben, unblock, get } = await band();
  const listed = async (user: TestUser) => (await get(user, '/api/chat/conversations')).length;
  await ben.command('conversation.open', { userId: ada.account.id });
  expect([await listed(ada), await listed(ben)]).toEqual([0, 1]);
  await say(ben, ada, 'Hidden');
  expect([await listed(ada), await listed(ben)]).toEqual([0, 1]);
  await unblock();
  expect([await listed(ada), await listed(ben)]).toEqual([0, 1]);
  await say(ben, ada, 'After');
  expect(await listed(ada)).toBe(1);
});

test('the one who blocked can still write; the other sees nothing read that wasn’t', async () => {
  const { server, ada, ben, block, get } = await band({ isBlocked: false });
  const { id: messageId, conversationId } = await say(ben, ada, 'Before');
  await block();
  await say(ben, ada, 'Hidden');
  const heard = collectEvents(await connectSocket(server, ben));
  const read = await ada.command('conversation.read', { conversationId });
  expect(read).toMatchObject({ unreadCount: 0 });
  await say(ada, ben, 'Stop');
  await until(() => heard.some(({ name }) => name === 'chat:message'));
  expect(heard.filter(({ name }) => name === 'chat:read')).toEqual([]);
  const path = `/api/chat/conversations/${conversationId}`;
  expect(await get(ben, path)).toMatchObject({
    readBy: [{ userId: ada.account.id, messageId }],
    unreadCount: 1,
  });
});

test('typing of a blocked person isn’t forwarded, and acknowledged as ever', async () => {
  const { server, ada, ben, cy } = await band();
  const socketOf = (user: TestUser) => connectSocket(server, user);
  const heard = collectMoments(await socketOf(ada));
  for (const from of [ben, cy]) {
    const { id } = await from.command('conversation.open', { userId: ada.account.id });
    const typing = { conversationId: id, isTyping: true };
    const socket = await socketOf(from);
    expect(await socket.timeout(5000).emitWithAck('chat:typing', typing)).toEqual({ ok: true });
    // The other one's arrives, so the first would have arrived before.
    if (from === cy) await until(() => heard.some(({ name }) => name === 'chat:typing'));
  }
  expect(heard.filter(({ name }) => name === 'chat:typing').map(({ payload }) => payload.userId)).toEqual([
    cy.account.id,
  ]);
});

test('invitations of a blocked stranger notify nobody, use up nothing of other strangers’, and still work', async () => {
  const { server, ada, cy, block, titles, get } = await band({ isBlocked: false });
  const [spammer, other] = [await registerUser(server, { name: 'Spam' }), await registerUser(server)];
  const invite = async (by: TestUser, to = ada) =>
    by.command('project.invite', {
      ...{ id: newId(), projectId: await createProject(by), email: to.email, role: 'MEMBER' as const },
    });
  const invited = async () => (await titles(ada)).filter((title) => title.startsWith('You’re invited'));
  await invite(spammer);
  const [{ actor }] = await get(ada, '/api/notifications');
  expect(actor).toMatchObject({ id: spammer.account.id, name: 'Spam' });
  expect((await block(ada, spammer)).status).toBe(200);
  // Cy hasn't heard of them.
  expect((await block(cy, spammer)).status).toBe(404);
  let token = '';
  for (let times = 0; times < 12; times += 1) ({ token } = await invite(spammer));
  expect(await invited()).toHaveLength(1);
  await invite(other);
  expect(await invited()).toHaveLength(2);
  expect((await ada.request('POST', `/api/invitations/${token}/accept`)).status).toBe(200);
});

test('the blocked person is answered as before, by every way they have', async () => {
  const { ada, ben, cy, projectId } = await band();
  const other = await createProject(ben);
  // Cy, who blocked nobody, and Ada: what Ben does to each is answered alike.
  const answersAbout = async (to: TestUser) => {
    const conversation = await ben.request('POST', '/api/chat/conversations', { userId: to.account.id });
    const path = `/api/chat/conversations/${conversation.body.id}`;
    const answers = [
      conversation,
      await ben.request('POST', `${path}/messages`, { text: 'Hello' }),
      await ben.request('POST', `${path}/read`),
      await ben.request('GET', path),
      await ben.request('GET', `${path}/messages`),
      await ben.request('POST', `/api/projects/${projectId}/messages`, {
        text: 'Hello',
        mentions: [to.account.id],
      }),
      await ben.request('POST', `/api/projects/${other}/invite`, { email: to.email, role: 'MEMBER' }),
    ];
    return answers.map(({ status, body }) => ({ status, shape: shapeOf(body) }));
  };
  const commandsAbout = async (to: TestUser) => {
    const { id } = await ben.command('conversation.open', { userId: to.account.id });
    const operation = (kind: CommandKind, payload: object) => ({ operationId: newId(), kind, payload });
    const { body } = await ben.request('POST', '/api/commands', {
      operations: [operation('message.send', { id: newId(), conversationId: id, text: 'Hello' })],
    });
    return shapeOf(body);
  };
  expect(await answersAbout(ada)).toEqual(await answersAbout(cy));
  expect(await commandsAbout(ada)).toEqual(await commandsAbout(cy));
  const { body: presence } = await ben.request('GET', '/api/presence');
  expect(presence.map(({ name }: { name: string }) => name)).toEqual(['Ada', 'Cy']);
  const { body: conversations } = await ben.request('GET', '/api/chat/conversations');
  expect(shapeOf(conversations[0])).toEqual(shapeOf(conversations[1]));
  // Nor does the log tell.
  const { body } = await ben.request('GET', `/api/sync?topic=user:${ben.account.id}&since=0`);
  expect(JSON.stringify(body)).not.toMatch(/block|hidden/i);
});

test('a block ends with the account of the blocked person', async () => {
  const { ada, ben, cy, block, get } = await band();
  await block(cy, ada);
  const gone = await ben.request('DELETE', '/api/auth/me', { currentPassword: ben.password });
  expect(gone.status).toBe(200);
  expect(await get(ada, '/api/blocks')).toEqual([]);
  expect(await get(cy, '/api/blocks')).toHaveLength(1);
});

/** The same with each value replaced by its type. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (value === null || typeof value !== 'object') return value === null ? null : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shapeOf(one)]));
}

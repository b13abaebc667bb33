import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import {
  type Conversation,
  conversationListSchema,
  conversationSchema,
  type Message,
  messageListSchema,
  messageSchema,
} from '../../../protocol/wire/chat.ts';
import { errorBodySchema } from '../../../protocol/wire/error.ts';
import {
  addMember,
  createProject,
  registerUser,
  request,
  startServer,
  type TestServer,
  type TestUser,
} from '../../helpers/server.ts';

/** Two people with a shared project and a conversation, and a third who shares nothing with them. */
async function assemble() {
  const server = await startServer();
  const [ada, bo, gus] = (await Promise.all(
    ['Ada', 'Bo', 'Gus'].map((name) => registerUser(server, { name })),
  )) as [TestUser, TestUser, TestUser];
  const projectId = await createProject(ada, [bo]);
  const { id } = await ada.command('conversation.open', { userId: bo.account.id });
  const path = `/api/chat/conversations/${id}`;
  const send = async (from: TestUser, text: string): Promise<Message> =>
    (await from.request('POST', `${path}/messages`, { text })).body;
  const read = async (user: TestUser): Promise<Conversation> => {
    const { body } = await user.request('GET', path);
    expect(conversationSchema.parse(body)).toStrictEqual(body);
    return body;
  };
  return { server, ada, bo, gus, projectId, id, path, send, read };
}

/** Gives each message a moment of its own within that second. */
async function moveMessages({ database }: TestServer, second: string): Promise<void> {
  const ids = await database.values<string>('select id from message order by createdAt');
  const update = (id: string, index: number) =>
    `update message set createdAt = '${second}.${String(index).padStart(3, '0')}Z' where id = '${id}'`;
  await database.run(ids.map(update).join(';'));
}

describe('a conversation', () => {
  test('is always the same one for a pair, no matter which of them opens it and with what id', async () => {
    const { ada, bo, id } = await assemble();
    const answers = await Promise.all([
      ada.request('POST', '/api/chat/conversations', { userId: bo.account.id }),
      bo.request('POST', '/api/chat/conversations', { userId: ada.account.id }),
      bo.request('POST', '/api/chat/conversations', { userId: ada.account.id, id: newId() }),
    ]);
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(conversationSchema.parse(body)).toStrictEqual(body);
      expect(body).toMatchObject({ id, unreadCount: 0, lastMessage: null, readBy: [], canSend: true });
      expect(body.participants.map(({ name }: { name: string }) => name).sort()).toEqual(['Ada', 'Bo']);
    }
    for (const user of [ada, bo]) {
      expect((await user.request('GET', '/api/chat/conversations')).body).toHaveLength(1);
    }
  });

  test('takes the id given by its creator, unless that is in use', async () => {
    const { server, ada, bo, id, projectId } = await assemble();
    const cy = await registerUser(server, { name: 'Cy' });
    await addMember(ada, cy, projectId);
    const taken = await bo.tryCommand('conversation.open', { id, userId: cy.account.id });
    expect(taken).toMatchObject({ ok: false, kind: 'conflict' });
    const own = newId();
    expect(await bo.command('conversation.open', { id: own, userId: cy.account.id })).toMatchObject({
      id: own,
    });
  });

  test('is refused with a stranger, with no one and with oneself; the first two get the same answer', async () => {
    const { ada, gus } = await assemble();
    const open = (userId: unknown) => ada.request('POST', '/api/chat/conversations', { userId });
    const stranger = await open(gus.account.id);
    expect(stranger.status).toBe(403);
    expect((await open(newId())).body).toEqual(stranger.body);
    expect((await open(ada.account.id)).status).toBe(400);
  });

  test('is listed by last message, the newest first, and only for its two participants', async () => {
    const { server, ada, bo, gus, id, projectId, path, send } = await assemble();
    const cy = await registerUser(server, { name: 'Cy' });
    await addMember(ada, cy, projectId);
    const other = await ada.command('conversation.open', { userId: cy.account.id });
    const list = async (user: TestUser): Promise<Conversation[]> => {
      const { body } = await user.request('GET', '/api/chat/conversations');
      expect(conversationListSchema.parse(body)).toStrictEqual(body);
      return body;
    };
    const ids = async (user: TestUser) => (await list(user)).map((conversation) => conversation.id);
    expect(await ids(ada)).toEqual([other.id, id]);
    await send(bo, 'Hi');
    expect(await ids(ada)).toEqual([id, other.id]);
    expect(await ids(bo)).toEqual([id]);
    for (const user of [cy, gus]) {
      for (const [method, address, body] of [
        ['GET', path, undefined],
        ['GET', `${path}/messages`, undefined],
        ['POST', `${path}/messages`, { text: 'x' }],
        ['POST', `${path}/read`, {}],
      ] as const) {
        const answer = await user.request(method, address, body);
        expect(answer.status, `${method} ${address}`).toBe(404);
        errorBodySchema.parse(answer.body);
      }
    }
  });
});

describe('a message', () => {
  test('is stored as it was sent, once per operation, and survives a restart', async () => {
    const { server, ada, bo, path } = await assemble();
    const key = newId();
    const post = () =>
      ada.request('POST', `${path}/messages`, { text: ' Louder\nplease ' }, { 'idempotency-key': key });
    const first = await post();
    expect(first.status).toBe(201);
    expect(messageSchema.parse(first.body)).toStrictEqual(first.body);
    expect(first.body).toMatchObject({
      id: key,
      text: 'Louder\nplease',
      sender: { name: 'Ada', avatarUrl: null },
    });
    expect((await post()).body).toEqual(first.body);
    await server.restart();
    expect((await post()).body).toEqual(first.body);
    expect((await bo.request('GET', `${path}/messages`)).body).toEqual([first.body]);
  });

  test('is text: hostile text comes back as it was sent', async () => {
    const { ada, bo, path, send } = await assemble();
    const texts = [
      '<img src=x onerror=alert(1)>',
      "'); drop table message; --",
      '[x](javascript:alert(1))',
      '\u202e evil',
      '🎛️'.repeat(1000),
      '"'.repeat(4000),
    ];
    for (const text of texts) await send(ada, text);
    // Half an emoji can't be stored as text: others get exactly the stored text.
    expect(await send(ada, 'half \ud83c')).toMatchObject({ text: 'half \ufffd' });
    texts.push('half \ufffd');
    const { body, headers } = await bo.request('GET', `${path}/messages`);
    expect(body.map(({ text }: Message) => text)).toEqual(texts);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
  });

  test('is refused if it isn’t valid text', async () => {
    const { server, ada, path } = await assemble();
    const bodies: unknown[] = [
      {},
      { text: '' },
      { text: ' \n\t ' },
      { text: 'x'.repeat(4001) },
      { text: 7 },
      { text: null },
      { text: { $gt: '' } },
      { text: ['x'] },
      { text: 'x', id: '../../x' },
      ...[undefined, null, [], 'x', 7],
    ];
    for (const body of bodies) {
      const answer = await ada.request('POST', `${path}/messages`, body);
      expect(answer.status, JSON.stringify(body)?.slice(0, 60)).toBe(400);
      errorBodySchema.strict().parse(answer.body);
    }
    expect((await ada.request('GET', `${path}/messages`)).body).toEqual([]);
    expect((await request(server, 'GET', '/api/health')).status).toBe(200);
  });

  test('can’t be sent once no project is shared; the history stays, and a new shared project allows writing again', async () => {
    const { ada, bo, projectId, path, send, read } = await assemble();
    await send(ada, 'Before');
    await ada.command('member.remove', { projectId, userId: bo.account.id });
    for (const user of [ada, bo]) {
      const answer = await user.request('POST', `${path}/messages`, { text: 'After' });
      expect(answer.status).toBe(403);
      expect(answer.body.error).toMatch(/^You no longer share a project with this person/);
      expect((await user.request('GET', `${path}/messages`)).body).toHaveLength(1);
      expect(await read(user)).toMatchObject({ canSend: false });
    }
    expect((await bo.request('POST', '/api/chat/conversations', { userId: ada.account.id })).status).toBe(
      200,
    );
    expect((await bo.request('POST', `${path}/read`)).body).toMatchObject({ unreadCount: 0 });
    await createProject(bo, [ada]);
    expect(await read(ada)).toMatchObject({ canSend: true });
    expect(await send(ada, 'Again')).toMatchObject({ text: 'Again' });
  });

  test('is refused with 429 after 120 within a minute; the same one goes through later', async () => {
    const { server, ada, bo, id, path } = await assemble();
    const batch = (count: number) =>
      ada.request('POST', '/api/commands', {
        operations: Array.from({ length: count }, (_, index) => ({
          operationId: newId(),
          kind: 'message.send',
          payload: { id: newId(), conversationId: id, text: `Message ${index}` },
        })),
      });
    for (const count of [100, 20]) {
      const { body } = await batch(count);
      expect(body.answers.filter(({ ok }: { ok: boolean }) => ok)).toHaveLength(count);
    }
    const key = newId();
    const post = () =>
      ada.request('POST', `${path}/messages`, { text: 'One more' }, { 'idempotency-key': key });
    const refused = await post();
    expect(refused.status).toBe(429);
    expect(refused.body.kind).toBe('rate-limited');
    // The other participant isn't limited by it.
    expect((await bo.request('POST', `${path}/messages`, { text: 'Calm down' })).status).toBe(201);
    await moveMessages(server, new Date(Date.now() - 3_600_000).toISOString().slice(0, -5));
    expect((await post()).status).toBe(201);
  });

  test('isn’t limited by messages from before the server’s clock was set back', async () => {
    const { server, ada, id, send } = await assemble();
    for (const count of [100, 20]) {
      await ada.request('POST', '/api/commands', {
        operations: Array.from({ length: count }, () => ({
          operationId: newId(),
          kind: 'message.send',
          payload: { id: newId(), conversationId: id, text: 'Written in time' },
        })),
      });
    }
    await moveMessages(server, new Date(Date.now() + 3_600_000).toISOString().slice(0, -5));
    expect(await send(ada, 'Still there?')).toMatchObject({ text: 'Still there?' });
  });

  test('is later than the one before it, even if the server’s clock was set back', async () => {
    const { server, ada, bo, path, send } = await assemble();
    const first = await send(ada, 'First');
    const future = new Date(Date.now() + 3_600_000).toISOString();
    await server.database.run('update message set createdAt = ? where id = ?', future, first.id);
    const second = await send(bo, 'Second');
    expect(Date.parse(second.createdAt)).toBe(Date.parse(future) + 1);
    const { body } = await ada.request('GET', `${path}/messages`);
    expect(body.map(({ text }: Message) => text)).toEqual(['First', 'Second']);
  });
});

test('history is read page by page, without gaps or duplicates', async () => {
  const { ada, bo, id, path } = await assemble();
  const texts = Array.from({ length: 75 }, (_, index) => `Message ${index}`);
  await ada.request('POST', '/api/commands', {
    operations: texts.map((text) => ({
      operationId: newId(),
      kind: 'message.send',
      payload: { id: newId(), conversationId: id, text },
    })),
  });
  const pages: Message[][] = [];
  for (let before = ''; ; ) {
    const { body } = await bo.request('GET', `${path}/messages?limit=20${before}`);
    expect(messageListSchema.parse(body)).toStrictEqual(body);
    pages.unshift(body);
    if (body.length < 20) break;
    before = `&before=${body[0].id}`;
  }
  expect(pages.map(({ length }) => length)).toEqual([15, 20, 20, 20]);
  expect(pages.flat().map(({ text }) => text)).toEqual(texts);
  expect((await bo.request('GET', `${path}/messages`)).body).toHaveLength(50);
  expect((await bo.request('GET', `${path}/messages?before=${newId()}`)).status).toBe(404);
  for (const query of ['limit=0', 'limit=201', 'limit=many', 'before=../x', 'before=a&before=b']) {
    expect((await bo.request('GET', `${path}/messages?${query}`)).status, query).toBe(400);
  }
});

describe('reading', () => {
  test('lowers the unread count, and both see how far each has read', async () => {
    const { ada, bo, path, send, read } = await assemble();
    await send(ada, 'One');
    const two = await send(ada, 'Two');
    const own = await send(bo, 'Mine');
    expect(await read(bo)).toMatchObject({ unreadCount: 2, lastMessage: own, readBy: [] });
    expect(await read(ada)).toMatchObject({ unreadCount: 1 });
    const { body } = await bo.request('POST', `${path}/read`, { upTo: two.id });
    // Once everything is read, the mark is at the last message.
    const position = { userId: bo.account.id, messageId: own.id, upTo: own.createdAt };
    expect(body).toMatchObject({ unreadCount: 0, readBy: [position] });
    expect(await read(ada)).toMatchObject({ unreadCount: 1, readBy: [position] });
  });

  test('up to a message leaves the later ones unread, and never goes back', async () => {
    const { ada, bo, path, send, read } = await assemble();
    const one = await send(ada, 'One');
    const two = await send(ada, 'Two');
    await send(ada, 'Three');
    const upTo = async (message: Message) =>
      (await bo.request('POST', `${path}/read`, { upTo: message.id })).body as Conversation;
    const position = { userId: bo.account.id, messageId: two.id, upTo: two.createdAt };
    expect(await upTo(two)).toMatchObject({ unreadCount: 1, readBy: [position] });
    expect(await upTo(one)).toMatchObject({ unreadCount: 1, readBy: [position] });
    expect(await read(bo)).toMatchObject({ unreadCount: 1, readBy: [position] });
    const { body } = await bo.request('GET', `/api/sync?topic=user:${bo.account.id}&since=0`);
    expect(body.events.map(({ name }: { name: string }) => name)).not.toContain('chat:read');
  });

  test('up to a missing message or an invalid id is refused', async () => {
    const { ada, bo, path, send } = await assemble();
    await send(ada, 'One');
    expect((await bo.request('POST', `${path}/read`, { upTo: newId() })).status).toBe(404);
    for (const upTo of [7, '', '../x', null, [], { $gt: '' }]) {
      expect((await bo.request('POST', `${path}/read`, { upTo })).status, JSON.stringify(upTo)).toBe(400);
    }
  });

  test('an empty conversation changes nothing', async () => {
    const { bo, path } = await assemble();
    expect((await bo.request('POST', `${path}/read`)).body).toMatchObject({ unreadCount: 0, readBy: [] });
  });
});

test('unknown and invalid ids are answered 400 or 404, and the server keeps running', async () => {
  const { server, ada } = await assemble();
  const ids = ['unknown', newId(), '..%2f..%2fetc%2fpasswd', "x'--", '%00', 'x'.repeat(5000), '%F0%9F%8E%9B'];
  for (const id of ids) {
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['GET', '/messages', undefined],
      ['POST', '/messages', { text: 'x' }],
      ['POST', '/read', {}],
    ] as const) {
      const answer = await ada.request(method, `/api/chat/conversations/${id}${path}`, body);
      expect([400, 404], `${method} ${id.slice(0, 30)}${path}`).toContain(answer.status);
      errorBodySchema.parse(answer.body);
    }
    const opened = await ada.request('POST', '/api/chat/conversations', { userId: id });
    expect([400, 403]).toContain(opened.status);
  }
  for (const body of [undefined, null, [], 'x', 7, {}, { userId: null }, { userId: 7 }, { userId: ['a'] }]) {
    expect((await ada.request('POST', '/api/chat/conversations', body)).status).toBe(400);
  }
  expect((await request(server, 'GET', '/api/health')).status).toBe(200);
});

describe('a message to a person', () => {
  const write = (user: TestUser, userId: string, conversationId: string) =>
    user.tryCommand('message.send', { id: newId(), conversationId, userId, text: 'Hi' });

  test('opens the conversation with them, with the id its sender chose', async () => {
    const { server, ada, bo, projectId } = await assemble();
    const cy = await registerUser(server, { name: 'Cy' });
    await addMember(ada, cy, projectId);
    const own = newId();
    for (const _ of [1, 2]) {
      expect(await write(cy, bo.account.id, own)).toMatchObject({
        ok: true,
        result: { conversationId: own },
      });
    }
    const { body } = await bo.request('GET', `/api/chat/conversations/${own}/messages`);
    expect(messageListSchema.parse(body).map(({ text }) => text)).toEqual(['Hi', 'Hi']);
  });

  test('goes into the existing conversation, even if its sender chose another id', async () => {
    const { ada, bo, id } = await assemble();
    expect(await write(bo, ada.account.id, newId())).toMatchObject({ result: { conversationId: id } });
    expect((await ada.request('GET', '/api/chat/conversations')).body).toMatchObject([
      { id, unreadCount: 1 },
    ]);
  });

  test('is refused to strangers and to oneself, and never goes into someone else’s conversation', async () => {
    const { server, ada, bo, gus, id, projectId } = await assemble();
    expect(await write(gus, ada.account.id, newId())).toMatchObject({ kind: 'forbidden' });
    expect(await write(ada, ada.account.id, newId())).toMatchObject({ kind: 'invalid' });
    const cy = await registerUser(server, { name: 'Cy' });
    await addMember(ada, cy, projectId);
    expect(await write(cy, bo.account.id, id)).toMatchObject({ kind: 'conflict' });
  });

  test('can’t be sent by the route of a conversation, whose path names the recipient', async () => {
    const { ada, bo, gus, path } = await assemble();
    const answer = await gus.request('POST', `${path}/messages`, { text: 'Hi', userId: ada.account.id });
    expect(answer.status).toBe(404);
    expect((await bo.request('GET', `${path}/messages`)).body).toEqual([]);
  });
});

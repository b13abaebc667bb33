import type { Socket } from 'socket.io-client';
import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import type { Message } from '../../../protocol/wire/chat.ts';
import { userTopic } from '../../../protocol/wire/topic.ts';
import { expectExactPayload, expectGapless, settled } from '../../helpers/hearing.ts';
import {
  collectEvents,
  collectMoments,
  connectSocket,
  createProject,
  joinProject,
  registerUser,
  type SeenEvent,
  shareServer,
  signInAgain,
  type TestUser,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

type Listener = { user: TestUser; socket: Socket; events: SeenEvent[]; moments: SeenEvent[] };

const sharedServer = shareServer();

/** Two people in a conversation, on two devices each, and everyone else who might hear of it. */
async function assemble() {
  const server = sharedServer();
  const [ada, bo, cy, ed, gus] = (await Promise.all(
    ['Ada', 'Bo', 'Cy', 'Ed', 'Gus'].map((name) => registerUser(server, { name })),
  )) as [TestUser, TestUser, TestUser, TestUser, TestUser];
  const projectId = await createProject(ada, [bo, cy, ed]);
  const listen = async (user: TestUser, transport: 'websocket' | 'polling'): Promise<Listener> => {
    const socket = await connectSocket(server, user, { transports: [transport] });
    await joinProject(socket, projectId);
    return { user, socket, events: collectEvents(socket), moments: collectMoments(socket) };
  };
  const adaAtDesk = await listen(ada, 'websocket');
  const adaOnPhone = await listen(ada, 'polling');
  const boAtDesk = await listen(bo, 'websocket');
  const boOnPhone = await listen(bo, 'polling');
  const deaf = {
    'another member': await listen(cy, 'websocket'),
    'a removed member': await listen(ed, 'polling'),
    'a stranger': await listen(gus, 'websocket'),
  };
  await ada.command('member.remove', { projectId, userId: ed.account.id });
  const signedOut = await signInAgain(server, bo);
  const gone = await listen(signedOut, 'websocket');
  await signedOut.request('POST', '/api/auth/logout');
  await until(() => gone.socket.disconnected, { what: 'the signed-out socket to go' });

  const conversation = await ada.command('conversation.open', { userId: bo.account.id });
  await ada.command('conversation.open', { userId: cy.account.id });
  const listeners = [adaAtDesk, adaOnPhone, boAtDesk, boOnPhone, ...Object.values(deaf), gone];
  for (const { socket, events, moments } of listeners) {
    if (socket.connected) await settled(socket);
    events.length = 0;
    moments.length = 0;
  }
  const send = async (from: TestUser, text: string): Promise<Message> => {
    const path = `/api/chat/conversations/${conversation.id}/messages`;
    const { status, body } = await from.request('POST', path, { text });
    expect(status).toBe(201);
    return body;
  };
  /** Nobody else has heard anything since. */
  const expectSilence = async (others: Record<string, Listener> = {}) => {
    for (const [who, { socket, events, moments }] of Object.entries({ ...deaf, ...others })) {
      await settled(socket);
      expect([...events, ...moments], `what ${who} hears`).toEqual([]);
    }
    expect([...gone.events, ...gone.moments]).toEqual([]);
  };
  const devices = { adaAtDesk, adaOnPhone, boAtDesk, boOnPhone };
  return { server, ada, bo, cy, projectId, conversationId: conversation.id, devices, send, expectSilence };
}

/** The log of a listener's own topic, read when the listener hears the first event. */
function logAtFirstEvent({ user, socket }: Listener): Promise<{ name: string; payload: unknown }[]> {
  return new Promise((resolve, reject) => {
    socket.once('chat:message', read);
    socket.once('chat:read', read);
    function read() {
      user
        .request('GET', `/api/sync?topic=${userTopic(user.account.id)}&since=0`)
        .then(({ body }) => resolve(body.events), reject);
    }
  });
}

test('chat:message reaches every device of both people and no one else, exactly, after the commit', async () => {
  const { ada, devices, send, expectSilence } = await assemble();
  const atOnce = logAtFirstEvent(devices.boAtDesk);
  const message = await send(ada, '<b>Louder</b> at 0:42 🎛️');
  expect(message).toMatchObject({ text: '<b>Louder</b> at 0:42 🎛️', sender: { name: 'Ada' } });
  for (const { user, socket, events, moments } of Object.values(devices)) {
    await settled(socket);
    expect(events.map(({ name, payload }) => ({ name, payload }))).toEqual([
      { name: 'chat:message', payload: message },
    ]);
    expect(events[0]?.position?.topic).toBe(userTopic(user.account.id));
    for (const event of events) expectExactPayload(event);
    expect(moments).toEqual([]);
  }
  expect((await atOnce).at(-1)).toMatchObject({ name: 'chat:message', payload: message });
  await expectSilence();
});

test('chat:read reaches every device of both people and no one else, exactly, after the commit', async () => {
  const { ada, bo, conversationId, devices, send, expectSilence } = await assemble();
  await send(ada, 'Louder');
  await Promise.all(Object.values(devices).map(({ socket }) => settled(socket)));
  for (const { events } of Object.values(devices)) events.length = 0;
  const atOnce = logAtFirstEvent(devices.adaAtDesk);
  const answer = await bo.request('POST', `/api/chat/conversations/${conversationId}/read`);
  expect(answer.body).toMatchObject({ id: conversationId, unreadCount: 0 });
  const payload = { conversationId, readBy: bo.account.id };
  for (const { socket, events } of Object.values(devices)) {
    await settled(socket);
    expect(events.map((event) => ({ name: event.name, payload: event.payload }))).toEqual([
      { name: 'chat:read', payload },
    ]);
    for (const event of events) expectExactPayload(event);
  }
  expect((await atOnce).at(-1)).toMatchObject({ name: 'chat:read', payload });
  await expectSilence();
  // Repeated, or with nothing to read, it changes nothing and sends nothing.
  await bo.request('POST', `/api/chat/conversations/${conversationId}/read`);
  await ada.request('POST', `/api/chat/conversations/${conversationId}/read`);
  for (const { socket, events } of Object.values(devices)) {
    await settled(socket);
    expect(events).toHaveLength(1);
  }
});

test('messages and reads come in the order of the log, without a gap, over both transports', async () => {
  const { ada, bo, conversationId, devices, send } = await assemble();
  for (let index = 0; index < 10; index += 1) {
    await Promise.all([send(ada, `From Ada ${index}`), send(bo, `From Bo ${index}`)]);
    await bo.command('conversation.read', { conversationId });
  }
  for (const { user, socket, events } of Object.values(devices)) {
    await settled(socket);
    expect(events).toHaveLength(30);
    expectGapless(events);
    const { body } = await user.request('GET', `/api/sync?topic=${userTopic(user.account.id)}&since=0`);
    const logged = body.events.map(
      ({ seq, name, payload }: { seq: number; name: string; payload: unknown }) => ({
        name,
        payload,
        position: { topic: userTopic(user.account.id), seq },
      }),
    );
    expect(events).toEqual(logged.slice(-30));
  }
  const times = devices.boAtDesk.events
    .filter(({ name }) => name === 'chat:message')
    .map(({ payload }) => payload.createdAt);
  expect(new Set(times).size).toBe(20);
  expect(times).toEqual(times.toSorted());
});

test('a refused message reaches no one', async () => {
  const { ada, cy, conversationId, devices, projectId } = await assemble();
  await ada.command('member.remove', { projectId, userId: devices.boAtDesk.user.account.id });
  for (const { socket, events } of Object.values(devices)) {
    await settled(socket);
    events.length = 0;
  }
  const refused = await ada.tryCommand('message.send', { id: newId(), conversationId, text: 'Hello?' });
  expect(refused).toMatchObject({ ok: false, kind: 'forbidden' });
  const intruding = await cy.tryCommand('message.send', { id: newId(), conversationId, text: 'Hi both' });
  expect(intruding).toMatchObject({ ok: false, kind: 'not-found' });
  expect(await cy.tryCommand('conversation.read', { conversationId })).toMatchObject({ kind: 'not-found' });
  for (const { socket, events } of Object.values(devices)) {
    await settled(socket);
    expect(events).toEqual([]);
  }
});

describe('chat:typing', () => {
  const say = ({ socket }: Listener, input: unknown) =>
    socket.timeout(5000).emitWithAck('chat:typing', input);

  test('reaches the devices of the other participant only, exactly, and is never stored', async () => {
    const { ada, bo, conversationId, devices, expectSilence } = await assemble();
    const headOf = async (user: TestUser) => (await user.request('GET', '/api/sync/heads')).body.heads;
    const before = [await headOf(ada), await headOf(bo)];
    expect(await say(devices.adaAtDesk, { conversationId, isTyping: true })).toEqual({ ok: true });
    await settled(devices.boAtDesk.socket);
    expect(await say(devices.adaAtDesk, { conversationId, isTyping: false })).toEqual({ ok: true });
    const told = (isTyping: boolean) => ({
      name: 'chat:typing',
      payload: { conversationId, userId: ada.account.id, isTyping },
      position: undefined,
    });
    for (const { socket, moments, events } of [devices.boAtDesk, devices.boOnPhone]) {
      await until(() => moments.length === 2);
      await settled(socket);
      expect(moments).toEqual([told(true), told(false)]);
      for (const moment of moments) expectExactPayload(moment);
      expect(events).toEqual([]);
    }
    await expectSilence({ 'the typing device': devices.adaAtDesk, 'their other device': devices.adaOnPhone });
    expect([await headOf(ada), await headOf(bo)]).toEqual(before);
  });

  test('reaches no one if the conversation is someone else’s or missing, or no project is shared', async () => {
    const { ada, bo, projectId, conversationId, devices, server } = await assemble();
    const intruder = await registerUser(server, { name: 'Ida' });
    const socket = await connectSocket(server, intruder);
    const intruding = { user: intruder, socket, events: [], moments: [] };
    expect(await say(intruding, { conversationId, isTyping: true })).toEqual({ ok: true });
    expect(await say(intruding, { conversationId: newId(), isTyping: true })).toEqual({ ok: true });
    await ada.command('member.remove', { projectId, userId: bo.account.id });
    for (const { socket: hears, moments } of [devices.boAtDesk, devices.adaAtDesk]) {
      await settled(hears);
      moments.length = 0;
    }
    expect(await say(devices.adaAtDesk, { conversationId, isTyping: true })).toEqual({ ok: true });
    for (const { socket: hears, moments } of [devices.boAtDesk, devices.adaAtDesk]) {
      await settled(hears);
      expect(moments).toEqual([]);
    }
  });

  test('sends a flood of one socket about once a second, and ends in its last state', async () => {
    const { conversationId, devices } = await assemble();
    const begun = performance.now();
    await say(devices.adaAtDesk, { conversationId, isTyping: true });
    await until(() => devices.boAtDesk.moments.length === 1);
    for (let index = 0; index < 400; index += 1) {
      devices.adaAtDesk.socket.emit('chat:typing', { conversationId, isTyping: index % 2 === 0 });
    }
    await settled(devices.adaAtDesk.socket);
    await until(() => devices.boAtDesk.moments.at(-1)?.payload.isTyping === false);
    await settled(devices.boAtDesk.socket);
    const seconds = (performance.now() - begun) / 1000;
    expect(devices.boAtDesk.moments.length).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
  });

  test('ends automatically when the typist’s connection breaks, or after six seconds without a signal', async () => {
    const { conversationId, devices } = await assemble();
    const states = () => devices.boAtDesk.moments.map(({ payload }) => payload.isTyping);
    await say(devices.adaAtDesk, { conversationId, isTyping: true });
    await until(() => states().length === 1);
    devices.adaAtDesk.socket.io.engine.close();
    await until(() => states().length === 2);
    await say(devices.adaOnPhone, { conversationId, isTyping: true });
    await until(() => states().length === 3);
    const begun = performance.now();
    await until(() => states().length === 4, { timeoutMilliseconds: 20_000 });
    expect(performance.now() - begun).toBeGreaterThan(5000);
    expect(states()).toEqual([true, false, true, false]);
  });

  test('answers bad input of any shape as invalid, or ignores it, and keeps running', async () => {
    const { conversationId, devices } = await assemble();
    const bad: unknown[] = [
      ...[undefined, null, 0, '', 'text', true, [], {}, [[]]],
      { conversationId },
      { isTyping: true },
      { conversationId, isTyping: 'yes' },
      { conversationId, isTyping: 1 },
      { conversationId: '../..', isTyping: true },
      { conversationId: 'x'.repeat(65), isTyping: true },
      { conversationId: { $ne: null }, isTyping: true },
      { conversationId: [conversationId], isTyping: true },
    ];
    for (const input of bad) {
      const answer = await say(devices.adaAtDesk, input);
      expect(answer, JSON.stringify(input)).toMatchObject({ ok: false, kind: 'invalid' });
    }
    const { socket } = devices.adaAtDesk;
    socket.emit('chat:typing');
    socket.emit('chat:typing', { conversationId: newId(), isTyping: true }, 'more', 3);
    socket.emit('chat:typing', Buffer.from('binary'));
    // Events that only the server sends, sent by a client.
    socket.emit('chat:message', { conversationId, text: 'forged' });
    socket.emit('chat:presence', { userId: newId(), isOnline: true });
    await settled(socket);
    await settled(devices.boAtDesk.socket);
    expect(devices.boAtDesk.events).toEqual([]);
    expect(devices.boAtDesk.moments).toEqual([]);
  });
});

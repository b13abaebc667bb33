import type { Socket } from 'socket.io-client';
import { expect, test } from 'vitest';
import { type Bandmate, presenceSchema } from '../../../protocol/wire/chat.ts';
import { expectExactPayload, settled } from '../../helpers/hearing.ts';
import {
  addMember,
  collectMoments,
  connectSocket,
  createProject,
  registerUser,
  type SeenEvent,
  signInAgain,
  startServer,
  type TestServer,
  type TestUser,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

type Listener = { socket: Socket; moments: SeenEvent[] };

/** No grace: events follow at once. */
const startPromptServer = () => startServer({ presenceGraceMilliseconds: 0 });

const registerAll = async (server: TestServer, ...names: string[]) =>
  Promise.all(names.map((name) => registerUser(server, { name })));

async function listen(
  server: TestServer,
  user: TestUser,
  transport: 'websocket' | 'polling' = 'websocket',
): Promise<Listener> {
  const socket = await connectSocket(server, user, { transports: [transport] });
  return { socket, moments: collectMoments(socket) };
}

const told = ({ account: { id: userId } }: TestUser, isOnline: boolean) => ({
  name: 'chat:presence',
  payload: { userId, isOnline },
  position: undefined,
});

/** Takes what the listener has heard so far. */
async function heard({ socket, moments }: Listener): Promise<SeenEvent[]> {
  await settled(socket);
  for (const moment of moments) expectExactPayload(moment);
  return moments.splice(0);
}

async function onlineFor(user: TestUser): Promise<string[]> {
  const { body } = await user.request('GET', '/api/presence');
  expect(presenceSchema.parse(body)).toStrictEqual(body);
  return body.flatMap(({ name, isOnline }: Bandmate) => (isOnline ? name : []));
}

test('coming and going reaches the people who share a project, over both transports, and no one else', async () => {
  const server = await startPromptServer();
  const [ada, bo, cy, ed, gus] = (await registerAll(server, 'Ada', 'Bo', 'Cy', 'Ed', 'Gus')) as [
    TestUser,
    TestUser,
    TestUser,
    TestUser,
    TestUser,
  ];
  const projectId = await createProject(ada, [bo, cy, ed]);
  await createProject(gus);
  const atDesk = await listen(server, bo);
  const onPhone = await listen(server, cy, 'polling');
  const removed = await listen(server, ed);
  const stranger = await listen(server, gus);
  await ada.command('member.remove', { projectId, userId: ed.account.id });
  const signedOut = await signInAgain(server, cy);
  const gone = await listen(server, signedOut);
  await signedOut.request('POST', '/api/auth/logout');
  await until(() => gone.socket.disconnected);
  for (const listener of [atDesk, onPhone, removed, stranger]) await heard(listener);
  gone.moments.length = 0;

  const coming = await listen(server, ada, 'polling');
  for (const listener of [atDesk, onPhone]) expect(await heard(listener)).toEqual([told(ada, true)]);
  expect(await onlineFor(bo)).toEqual(['Ada', 'Cy']);
  coming.socket.disconnect();
  await until(async () => !(await onlineFor(bo)).includes('Ada'));
  for (const listener of [atDesk, onPhone]) expect(await heard(listener)).toEqual([told(ada, false)]);
  for (const listener of [removed, stranger]) expect(await heard(listener)).toEqual([]);
  expect(gone.moments).toEqual([]);
  expect(await onlineFor(ed)).toEqual([]);
  expect(await onlineFor(gus)).toEqual([]);
});

test('a connecting client is sent no presence, and reads it', async () => {
  const server = await startPromptServer();
  const band = await registerAll(server, 'Ada', 'Bo', 'Cy', 'Di', 'Ed');
  const [ada, bo, cy, di, ed] = band as [TestUser, TestUser, TestUser, TestUser, TestUser];
  await createProject(ada, [bo, cy, di, ed]);
  await createProject(ada, [bo], 'Another');
  for (const user of [bo, cy, di]) await heard(await listen(server, user));
  const late = await listen(server, ada);
  expect(await heard(late)).toEqual([]);
  const { body } = await ada.request('GET', '/api/presence');
  expect(body).toEqual(
    [bo, cy, di, ed].map(({ account }) => ({
      userId: account.id,
      name: account.name,
      avatarUrl: null,
      isOnline: account.name !== 'Ed',
    })),
  );
});

test('all devices of a person are one presence, from the first connection to the last disconnection', async () => {
  const server = await startPromptServer();
  const [ada, bo] = (await registerAll(server, 'Ada', 'Bo')) as [TestUser, TestUser];
  await createProject(ada, [bo]);
  const listener = await listen(server, bo);
  await heard(listener);
  const desk = await listen(server, ada);
  const phone = await listen(server, ada, 'polling');
  expect(await heard(listener)).toEqual([told(ada, true)]);
  expect([...(await heard(desk)), ...(await heard(phone))]).toEqual([]);
  // The end of its typing shows that the server has dropped the desk's connection.
  const { id: conversationId } = await ada.command('conversation.open', { userId: bo.account.id });
  desk.socket.emit('chat:typing', { conversationId, isTyping: true });
  await until(() => listener.moments.length === 1);
  desk.socket.disconnect();
  await until(() => listener.moments.length === 2);
  expect(await onlineFor(bo)).toEqual(['Ada']);
  expect((await heard(listener)).map(({ name }) => name)).toEqual(['chat:typing', 'chat:typing']);
  phone.socket.disconnect();
  await until(async () => (await onlineFor(bo)).length === 0);
  expect(await heard(listener)).toEqual([told(ada, false)]);
});

test('signing out takes a person offline at once, regardless of the grace', async () => {
  const server = await startServer({ presenceGraceMilliseconds: 3_600_000 });
  const [ada, bo] = (await registerAll(server, 'Ada', 'Bo')) as [TestUser, TestUser];
  await createProject(ada, [bo]);
  const elsewhere = await signInAgain(server, ada);
  const listener = await listen(server, bo);
  await listen(server, ada);
  await listen(server, elsewhere);
  await ada.request('POST', '/api/auth/logout');
  expect(await onlineFor(bo)).toEqual(['Ada']);
  await elsewhere.request('POST', '/api/auth/logout');
  await until(async () => (await onlineFor(bo)).length === 0);
  expect(await heard(listener)).toEqual([told(ada, true), told(ada, false)]);
});

test('people see each other from their first shared project until their last', async () => {
  const server = await startPromptServer();
  const [ada, bo, cy] = (await registerAll(server, 'Ada', 'Bo', 'Cy')) as [TestUser, TestUser, TestUser];
  const first = await createProject(ada, [cy]);
  const second = await createProject(ada);
  const adaHears = await listen(server, ada);
  const boHears = await listen(server, bo);
  expect(await heard(adaHears)).toEqual([]);

  await addMember(ada, bo, first);
  expect(await heard(adaHears)).toEqual([told(bo, true)]);
  // Cy is offline, so there is no event.
  expect(await heard(boHears)).toEqual([told(ada, true)]);
  expect(await onlineFor(bo)).toEqual(['Ada']);

  await addMember(ada, bo, second);
  await ada.command('member.remove', { projectId: first, userId: bo.account.id });
  expect([...(await heard(adaHears)), ...(await heard(boHears))]).toEqual([]);
  expect(await onlineFor(cy)).toEqual(['Ada']);

  await bo.command('member.remove', { projectId: second, userId: bo.account.id });
  expect(await heard(adaHears)).toEqual([told(bo, false)]);
  expect(await heard(boHears)).toEqual([told(ada, false)]);
  expect(await onlineFor(ada)).toEqual([]);

  boHears.socket.disconnect();
  await addMember(ada, bo, first);
  expect(await heard(adaHears)).toEqual([]);
});

test('members of a deleted project no longer see each other, unless they share another', async () => {
  const server = await startPromptServer();
  const [ada, bo, cy] = (await registerAll(server, 'Ada', 'Bo', 'Cy')) as [TestUser, TestUser, TestUser];
  const projectId = await createProject(ada, [bo, cy]);
  await createProject(ada, [bo]);
  const adaHears = await listen(server, ada);
  const boHears = await listen(server, bo);
  const cyHears = await listen(server, cy);
  for (const listener of [adaHears, boHears, cyHears]) await heard(listener);
  await ada.command('project.delete', { id: projectId });
  // The members of a project are told in several turns of the queue.
  await until(() => adaHears.moments.length > 0 && boHears.moments.length > 0 && cyHears.moments.length > 1);
  expect(await heard(adaHears)).toEqual([told(cy, false)]);
  expect(await heard(boHears)).toEqual([told(cy, false)]);
  const cyLost = await heard(cyHears);
  expect(cyLost).toHaveLength(2);
  expect(cyLost).toEqual(expect.arrayContaining([told(ada, false), told(bo, false)]));
});

test('presence and chat need a session', async () => {
  const server = await startPromptServer();
  const stranger = await registerUser(server);
  await stranger.request('POST', '/api/auth/logout');
  for (const path of ['/api/presence', '/api/chat/conversations', '/api/chat/conversations/x/messages']) {
    expect((await stranger.request('GET', path)).status, path).toBe(401);
  }
});

import type { Socket } from 'socket.io-client';
import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { helloAnswerSchema, joinAnswerSchema } from '../../../protocol/wire/room.ts';
import { protocolVersion } from '../../../protocol/wire/version.ts';
import { expectGapless, settled } from '../../helpers/hearing.ts';
import {
  addMember,
  collectEvents,
  connectSocket,
  createProject,
  joinProject,
  registerUser,
  request,
  startServer,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

test('a join is answered with epoch and head, and every event after the head arrives', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const projectId = await createProject(ada);
  const socket = await connectSocket(server, ada);
  const seen = collectEvents(socket);
  // Changes happen while the socket joins: no event may be lost between the head and the first poke.
  let changes = 0;
  let enough = Number.POSITIVE_INFINITY;
  const change = async () => {
    while (changes < enough)
      await ada.command('vibe.create', { id: newId(), projectId, name: `Idea ${changes++}` });
  };
  const changing = Promise.all([change(), change(), change()]);
  await until(() => changes > 5);
  const answer = joinAnswerSchema.parse(await joinProject(socket, projectId));
  enough = changes + 5;
  await changing;
  await settled(socket);
  if (!answer.ok) throw new Error(answer.message);
  const ofProject = seen.filter(({ position }) => position?.topic === `project:${projectId}`);
  expect(answer.head).toBeGreaterThan(0);
  expect(answer.head + ofProject.length).toBe(2 * changes);
  expect(ofProject[0]?.position?.seq).toBe(answer.head + 1);
  expectGapless(ofProject);
  const { body } = await ada.request('GET', '/api/health');
  expect(answer.epoch).toBe(body.epoch);
});

test('a join without an acknowledgement works the same', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const projectId = await createProject(ada);
  const socket = await connectSocket(server, ada);
  const seen = collectEvents(socket);
  socket.emit('join:project', { projectId });
  await settled(socket);
  await ada.command('vibe.create', { id: newId(), projectId, name: 'Idea' });
  await settled(socket);
  expect(seen.map(({ name }) => name)).toEqual(['vibe:created', 'activity:new']);
});

test('a join followed at once by a leave ends outside the room, a leave followed by a join inside', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const projectId = await createProject(ada);
  const [out, inside] = await Promise.all([connectSocket(server, ada), connectSocket(server, ada)]);
  const outSeen = collectEvents(out);
  const insideSeen = collectEvents(inside);
  out.emit('join:project', { projectId });
  out.emit('leave:project', { projectId });
  inside.emit('leave:project', { projectId });
  inside.emit('join:project', { projectId });
  await Promise.all([settled(out), settled(inside)]);
  await ada.command('project.update', { id: projectId, name: 'LP' });
  await Promise.all([settled(out), settled(inside)]);
  expect(outSeen).toEqual([]);
  expect(insideSeen.map(({ name }) => name)).toEqual(['project:updated']);
});

test.each(['websocket', 'polling'])(
  'hello over %s is answered with epoch and protocol version, after every event poked before it',
  async (transport) => {
    const server = await startServer();
    const ada = await registerUser(server);
    const projectId = await createProject(ada);
    const socket = await connectSocket(server, ada, { transports: [transport] });
    await joinProject(socket, projectId);
    const seen = collectEvents(socket);
    const { body: health } = await ada.request('GET', '/api/health');
    await ada.command('vibe.create', { id: newId(), projectId, name: 'Idea' });
    const answer = await socket.timeout(5000).emitWithAck('hello', {});
    expect(helloAnswerSchema.parse(answer)).toStrictEqual(answer);
    expect(answer).toEqual({ ok: true, epoch: health.epoch, protocolVersion });
    expect(seen.map(({ name }) => name)).toEqual(['vibe:created', 'activity:new']);
    // Fields that a later client may add are ignored.
    for (const input of [undefined, null, { more: 1 }]) {
      expect(await socket.timeout(5000).emitWithAck('hello', input)).toEqual(answer);
    }
  },
);

test.each(['websocket', 'polling'])(
  'a plain client over %s reconnects after a restart, and its buffered join is done then',
  async (transport) => {
    const server = await startServer();
    const ada = await registerUser(server);
    const projectId = await createProject(ada);
    const options = { transports: [transport], reconnection: true, reconnectionDelay: 20 };
    const socket = await connectSocket(server, ada, options);
    const seen = collectEvents(socket);
    await server.stop();
    await until(() => socket.disconnected);
    socket.emit('join:project', { projectId });
    await server.restart();
    await until(() => socket.connected, { what: 'the client to connect again' });
    await settled(socket);
    await ada.command('vibe.create', { id: newId(), projectId, name: 'Idea' });
    await settled(socket);
    expect(seen.map(({ name }) => name)).toEqual(['vibe:created', 'activity:new']);
  },
);

test('strangers, guessed ids and removed members get the answer of a missing project', async () => {
  const server = await startServer();
  const [ada, bo] = await Promise.all([registerUser(server), registerUser(server, { name: 'Bo' })]);
  const projectId = await createProject(ada);
  const socket = await connectSocket(server, bo);
  const stranger = await joinProject(socket, projectId);
  expect(stranger).toMatchObject({ ok: false, kind: 'not-found' });
  expect(await joinProject(socket, newId())).toEqual(stranger);
  await addMember(ada, bo, projectId);
  expect(await joinProject(socket, projectId)).toMatchObject({ ok: true });
  const seen = collectEvents(socket);
  await ada.command('member.remove', { projectId, userId: bo.account.id });
  await ada.command('project.update', { id: projectId, name: 'Without Bo' });
  await settled(socket);
  expect(seen.map(({ name }) => name)).toEqual(['project:left']);
  expect(await joinProject(socket, projectId)).toEqual(stranger);
});

test('a member who was removed and invited again must join again to hear events', async () => {
  const server = await startServer();
  const [ada, bo] = await Promise.all([registerUser(server), registerUser(server, { name: 'Bo' })]);
  const projectId = await createProject(ada, [bo]);
  const socket = await connectSocket(server, bo);
  await joinProject(socket, projectId);
  await ada.command('member.remove', { projectId, userId: bo.account.id });
  await addMember(ada, bo, projectId);
  const seen = collectEvents(socket);
  await ada.command('project.update', { id: projectId, name: 'One' });
  await settled(socket);
  expect(seen).toEqual([]);
  await joinProject(socket, projectId);
  await ada.command('project.update', { id: projectId, name: 'Two' });
  await settled(socket);
  expect(seen.map(({ name }) => name)).toEqual(['project:updated']);
});

test('bad input of any shape is answered as invalid, or ignored, and the server keeps running', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const socket: Socket = await connectSocket(server, ada);
  const bad: unknown[] = [
    undefined,
    null,
    0,
    '',
    'text',
    true,
    [],
    {},
    [[]],
    { projectId: null },
    { projectId: 7 },
    { projectId: '' },
    { projectId: 'x'.repeat(65) },
    { projectId: '../..' },
    { projectId: ['a'] },
    { projectId: { $ne: null } },
    { __proto__: { projectId: 'x' } },
    { projectId: "'; drop table member; --" },
  ];
  for (const input of bad) {
    for (const event of ['join:project', 'leave:project']) {
      const answer = await socket.timeout(5000).emitWithAck(event, input);
      expect(answer, `${event} ${JSON.stringify(input)}`).toMatchObject({ ok: false, kind: 'invalid' });
    }
  }
  // Without an acknowledgement, with too many arguments, with binary, with names that mean something to Node.
  socket.emit('join:project');
  socket.emit('join:project', { projectId: 'a' }, 'more', 3);
  socket.emit('join:project', Buffer.from('binary'));
  for (const name of ['error', 'constructor', '__proto__', 'toString', 'unknown:event']) {
    socket.emit(name, { projectId: 'a' });
  }
  await settled(socket);
  expect(socket.connected).toBe(true);
});

test('a message over 16 KB ends that connection and no other', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const [loud, other] = await Promise.all([connectSocket(server, ada), connectSocket(server, ada)]);
  loud.emit('join:project', { projectId: 'x'.repeat(100_000) });
  await until(() => loud.disconnected);
  await settled(other);
  expect((await request(server, 'GET', '/api/health')).status).toBe(200);
});

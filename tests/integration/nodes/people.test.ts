import type { Socket } from 'socket.io-client';
import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import type { Bandmate } from '../../../protocol/wire/chat.ts';
import type { PartyState } from '../../../protocol/wire/party.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { openTwoNodes, startNodes } from '../../helpers/nodes.ts';
import { hasPostgres } from '../../helpers/postgres.ts';
import { hasS3, startS3 } from '../../helpers/s3.ts';
import {
  addMember,
  collectMoments,
  connectSocket,
  createProject,
  registerUser,
  request,
  type SeenEvent,
  startServer,
  type TestServer,
  type TestUser,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, newCut, upload } from '../../helpers/uploads.ts';

type Listener = { socket: Socket; moments: SeenEvent[] };

async function connect(server: TestServer, user: TestUser): Promise<Listener> {
  const socket = await connectSocket(server, user);
  socket.on('party:probe', (_: unknown, acknowledge: (answer: object) => void) => acknowledge({ ok: true }));
  return { socket, moments: collectMoments(socket) };
}

const heard = ({ moments }: Listener, name: string) =>
  moments.filter((moment) => moment.name === name).map(({ payload }) => payload);

// biome-ignore lint/suspicious/noExplicitAny: acknowledgements are read freely.
const ask = (socket: Socket, event: string, input: object = {}): Promise<any> =>
  socket.timeout(8_000).emitWithAck(event, input);

describe.runIf(hasPostgres)('the people of two servers on one database', () => {
  test('a server that starts shows who is online on another one', async () => {
    const { databaseUrl, nodes } = await startNodes(1);
    const [one] = nodes as [TestServer];
    const [ana, ben] = [await registerUser(one, { name: 'Ana' }), await registerUser(one, { name: 'Ben' })];
    await createProject(ana, [ben]);
    await connect(one, ana);
    const two = await startServer({
      ...{ databaseUrl, dataDirectory: await temporaryFolder('bandmate-node'), nodeName: 'late' },
    });
    await until(async () => {
      const { body } = await request(two, 'GET', '/api/presence', undefined, { cookie: ben.cookie });
      return body.some((person: Bandmate) => person.name === 'Ana' && person.isOnline);
    });
  });

  test('somebody with devices on both is online until the last one is gone, and a change of server goes unnoticed', async () => {
    const { one, two, ana, ben } = await openTwoNodes({ presenceGraceMilliseconds: 1_500 });
    const anas = await connect(one, ana);
    const told = () =>
      heard(anas, 'chat:presence')
        .filter(({ userId }) => userId === ben.account.id)
        .map(({ isOnline }) => isOnline);
    const phone = await connect(two, ben);
    await until(() => told().length === 1);
    const laptop = await connect(one, ben);
    phone.socket.disconnect();
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    laptop.socket.disconnect();
    const again = await connect(two, ben);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(told()).toEqual([true]);
    again.socket.disconnect();
    await until(() => told().length === 2);
    expect(told()).toEqual([true, false]);
  });

  test('people who begin or cease to share a project on another server get each other’s presence', async () => {
    const { one, two, ana, ben, projectId } = await openTwoNodes();
    const bens = await connect(two, ben);
    const anas = await connect(one, ana);
    await until(() => heard(bens, 'chat:presence').length > 0);
    bens.moments.length = 0;
    await ana.command('member.remove', { projectId, userId: ben.account.id });
    await until(() => heard(bens, 'chat:presence').length > 0);
    expect(heard(bens, 'chat:presence')).toEqual([{ userId: ana.account.id, isOnline: false }]);
    bens.moments.length = 0;
    await createProject(ana, [ben], 'Again');
    await until(() => heard(bens, 'chat:presence').length > 0);
    expect(heard(bens, 'chat:presence')).toEqual([{ userId: ana.account.id, isOnline: true }]);
    expect(heard(anas, 'chat:presence').at(-1)).toEqual({ userId: ben.account.id, isOnline: true });
  });

  test('members of a deleted or restored project get the presence of those whom they share no other with', async () => {
    const { one, two, ana, ben, projectId } = await openTwoNodes();
    const cleo = await registerUser(one, { name: 'Cleo' });
    await addMember(ana, cleo, projectId);
    await createProject(ben.on(one), [cleo], 'Of two');
    await connect(one, ana);
    const listeners = [await connect(two, ben), await connect(one, cleo)];
    const online = async (user: TestUser) => {
      const { body } = await user.request('GET', '/api/presence');
      return (body as { isOnline: boolean }[]).filter(({ isOnline }) => isOnline).length;
    };
    await until(async () => (await online(ben.on(two))) === 2 && (await online(cleo)) === 2);
    const told = (listener: Listener) =>
      heard(listener, 'chat:presence').map(({ userId, isOnline }) => `${userId} ${isOnline}`);
    for (const [kind, isOnline] of [
      ['project.delete', false],
      ['project.restore', true],
    ] as const) {
      for (const { moments } of listeners) moments.length = 0;
      await ana.command(kind, { id: projectId });
      const ofAna = `${ana.account.id} ${isOnline}`;
      await until(() => listeners.every((listener) => told(listener).includes(ofAna)));
      // These two still share a project.
      const others = [ben, cleo].map(({ account }) => `${account.id} false`);
      expect(listeners.flatMap(told).filter((each) => others.includes(each))).toEqual([]);
    }
  });

  test('typing is heard from the other server, and ends when both devices have stopped', async () => {
    const { one, two, ana, ben } = await openTwoNodes();
    const { id: conversationId } = await ana.command('conversation.open', {
      id: newId(),
      userId: ben.account.id,
    });
    const bens = await connect(two, ben);
    const [phone, laptop] = [await connect(one, ana), await connect(two, ana)];
    const told = () => heard(bens, 'chat:typing').map(({ isTyping }) => isTyping);
    await ask(phone.socket, 'chat:typing', { conversationId, isTyping: true });
    await until(() => told().length === 1);
    expect(heard(bens, 'chat:typing')).toEqual([{ conversationId, userId: ana.account.id, isTyping: true }]);
    await ask(laptop.socket, 'chat:typing', { conversationId, isTyping: true });
    await until(() => told().length === 2);
    phone.socket.disconnect();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(told()).toEqual([true, true]);
    await ask(laptop.socket, 'chat:typing', { conversationId, isTyping: false });
    await until(() => told().length === 3);
    expect(told()).toEqual([true, true, false]);
  });

  test('messages and readings arrive on the other server', async () => {
    const { one, two, ana, ben } = await openTwoNodes();
    const { id: conversationId } = await ana.command('conversation.open', {
      id: newId(),
      userId: ben.account.id,
    });
    const [anas, bens] = [await connectSocket(one, ana), await connectSocket(two, ben)];
    const [hears, reads]: unknown[][] = [[], []];
    bens.on('chat:message', (message) => hears?.push(message.text));
    anas.on('chat:read', ({ readBy }) => reads?.push(readBy));
    const message = await ana.command('message.send', { id: newId(), conversationId, text: 'Listen' });
    await until(() => hears?.length === 1);
    await ben.on(two).command('conversation.read', { conversationId, upTo: message.id });
    await until(() => reads?.includes(ben.account.id));
    expect(hears).toEqual(['Listen']);
  });

  test.runIf(hasS3)(
    'a listening party has one order and one clock, wherever its listeners are connected',
    async () => {
      const { one, two, ana, ben, projectId } = await openTwoNodes({
        storageUrl: (await startS3()).freshUrl(),
      });
      const { file } = await upload({ server: one, user: ana }, makeWave(), newCut(projectId, 'Harbour'));
      const [a, b] = [await connect(one, ana), await connect(two, ben)];
      const begun = { projectId, fileId: file.id, position: 0, isPlaying: false, loop: null };
      const { party } = await ask(b.socket, 'party:start', begun);
      await until(() => heard(a, 'party:changed').length > 0);
      const joined = await ask(a.socket, 'party:join', { partyId: party.id });
      expect(joined).toMatchObject({ ok: true, state: { seq: 1, isPlaying: false } });
      const partyId = party.id;
      await Promise.all([
        ask(a.socket, 'party:control', { partyId, control: { kind: 'play' } }),
        ask(b.socket, 'party:control', { partyId, control: { kind: 'seek', position: 7 } }),
      ]);
      const states = (listener: Listener) => heard(listener, 'party:state') as PartyState[];
      await until(() => states(a).length === 2 && states(b).length === 2);
      expect(states(a)).toEqual(states(b));
      expect(states(a).map(({ seq }) => seq)).toEqual([2, 3]);
      const clockOf = async ({ socket }: Listener) => {
        const asked = performance.now();
        const { at, ...answer } = await ask(socket, 'party:clock', {});
        expect(answer.partyId).toBe(partyId);
        return { offset: at - (asked + performance.now()) / 2, halfWay: (performance.now() - asked) / 2 };
      };
      const [ours, theirs] = [await clockOf(a), await clockOf(b)];
      expect(Math.abs(ours.offset - theirs.offset)).toBeLessThan(ours.halfWay + theirs.halfWay + 1);
      await ask(a.socket, 'party:point', { partyId, seconds: 3 });
      await until(() => heard(b, 'party:pointer').length === 1);
      await ana.command('member.remove', { projectId, userId: ben.account.id });
      await until(() => heard(a, 'party:changed').at(-1)?.listenerIds.length === 1);
      expect(await ask(b.socket, 'party:control', { partyId, control: { kind: 'pause' } })).toMatchObject({
        ok: false,
      });
      a.socket.disconnect();
      await until(async () => (await ask(b.socket, 'party:list')).parties.length === 0);
    },
  );

  test.runIf(hasS3)('a sound that is uploaded on one is measured once, and both hear of it', async () => {
    const { one, two, ana, ben, projectId } = await openTwoNodes({
      storageUrl: (await startS3()).freshUrl(),
    });
    const [a, b] = [await connect(one, ana), await connect(two, ben)];
    for (const { socket } of [a, b]) await ask(socket, 'join:project', { projectId });
    const measured: unknown[] = [];
    b.socket.on('file:measured', (payload) => measured.push(payload));
    const { file } = await upload({ server: one, user: ana }, makeWave(), newCut(projectId, 'Harbour'));
    await until(() => heard(b, 'file:peaks').length > 0 && measured.length > 0);
    expect(heard(b, 'file:peaks')[0]).toMatchObject({ fileId: file.id });
    expect(measured).toHaveLength(1);
  });
});

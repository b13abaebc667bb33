import type { Socket } from 'socket.io-client';
import { expect, test } from 'vitest';
import type { PartyControl, PartyState } from '../../../protocol/wire/party.ts';
import { countRows } from '../../helpers/count-rows.ts';
import { settled } from '../../helpers/hearing.ts';
import {
  addMember,
  collectMoments,
  connectSocket,
  createProject,
  registerUser,
  type SeenEvent,
  startServer,
  type TestServer,
  type TestUser,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, newCut, upload } from '../../helpers/uploads.ts';

type Listener = { socket: Socket; moments: SeenEvent[]; user: TestUser };

// biome-ignore lint/suspicious/noExplicitAny: acknowledgements are read freely.
const ask = (socket: Socket, event: string, input: object = {}): Promise<any> =>
  socket.timeout(5_000).emitWithAck(event, input);

/** Ana, Ben and Cleo in a project with one song, each with a socket that answers probes. */
async function startBand(config: Parameters<typeof startServer>[0] = {}) {
  const server = await startServer(config);
  const [ana, ben, cleo] = (await Promise.all(
    ['Ana', 'Ben', 'Cleo'].map((name) => registerUser(server, { name })),
  )) as [TestUser, TestUser, TestUser];
  const projectId = await createProject(ana, [ben]);
  await addMember(ana, cleo, projectId, 'LISTENER');
  const { file } = await upload({ server, user: ana }, makeWave(), newCut(projectId, 'Harbour'), {
    name: 'Harbour v1.wav',
  });
  const { file: second } = await upload(
    { server, user: ana },
    makeWave(),
    { kind: 'cut', cutId: file.cutId ?? '' },
    { name: 'Harbour v2.wav' },
  );
  const at = (user: TestUser) => connect(server, user);
  const [a, b, c] = [await at(ana), await at(ben), await at(cleo)];
  const begun = { projectId, fileId: file.id, position: 0, isPlaying: false, loop: null };
  return { server, ana, ben, cleo, projectId, fileId: file.id, otherId: second.id, a, b, c, begun };
}

async function connect(server: TestServer, user: TestUser): Promise<Listener> {
  const socket = await connectSocket(server, user);
  socket.on('party:probe', (_: unknown, acknowledge: (answer: object) => void) => acknowledge({ ok: true }));
  return { socket, moments: collectMoments(socket), user };
}

const heard = ({ moments }: Listener, name: string) =>
  moments.filter((moment) => moment.name === name).map(({ payload }) => payload);
const lastState = (listener: Listener) => heard(listener, 'party:state').at(-1) as PartyState | undefined;

/** Ana’s party, with Ben and Cleo in it. */
async function startParty(band: Awaited<ReturnType<typeof startBand>>): Promise<string> {
  const { party } = await ask(band.a.socket, 'party:start', band.begun);
  for (const { socket } of [band.b, band.c]) await ask(socket, 'party:join', { partyId: party.id });
  return party.id;
}

const control = (listener: Listener, partyId: string, order: PartyControl) =>
  ask(listener.socket, 'party:control', { partyId, control: order });

test('a party is announced to every member, listed, joined and left, and ends with the last one', async () => {
  const band = await startBand();
  const { a, b, c, ana, ben, cleo, projectId, fileId } = band;
  const partyId = await startParty(band);
  const shown = { id: partyId, projectId, fileId, startedBy: ana.account.id };
  const everyone = { ...shown, listenerIds: [ana, ben, cleo].map(({ account }) => account.id) };
  for (const listener of [a, b, c]) {
    await settled(listener.socket);
    expect(heard(listener, 'party:changed').at(-1)).toEqual(everyone);
  }
  const late = await connect(band.server, ben);
  expect(await ask(late.socket, 'party:list')).toEqual({ ok: true, parties: [everyone] });

  expect(await ask(a.socket, 'party:leave')).toEqual({ ok: true });
  await settled(b.socket);
  expect(heard(b, 'party:changed').at(-1).listenerIds).toEqual([ben.account.id, cleo.account.id]);
  expect(await control(b, partyId, { kind: 'play' })).toEqual({ ok: true });
  b.socket.disconnect();
  c.socket.disconnect();
  await until(async () => (await ask(late.socket, 'party:list')).parties.length === 0);
  expect(heard(late, 'party:changed').at(-1).listenerIds).toEqual([]);
  expect(await ask(late.socket, 'party:join', { partyId })).toMatchObject({ ok: false, kind: 'not-found' });
});

test('everyone hears controls in one order, from a moment ahead, whoever gave them', async () => {
  const band = await startBand();
  const { a, b, c, otherId } = band;
  const partyId = await startParty(band);
  const { at: now } = await ask(a.socket, 'party:clock');
  await Promise.all([
    control(a, partyId, { kind: 'seek', position: 1 }),
    control(b, partyId, { kind: 'play' }),
    control(c, partyId, { kind: 'loop', loop: { from: 0.5, to: 1.5 } }),
    control(a, partyId, { kind: 'switch', fileId: otherId, shift: 0.25 }),
    control(b, partyId, { kind: 'pause' }),
  ]);
  for (const { socket } of [a, b, c]) await settled(socket);
  const [first, ...others] = [a, b, c].map((listener) => heard(listener, 'party:state') as PartyState[]);
  expect(first?.map(({ seq }) => seq)).toEqual([2, 3, 4, 5, 6]);
  for (const other of others) expect(other).toEqual(first);
  const times = first?.map(({ at }) => at) ?? [];
  expect(times).toEqual(times.toSorted((one, other) => one - other));
  expect(times[0]).toBeGreaterThan(now + 100);
  expect(lastState(c)?.fileId).toBe(otherId);
  expect(heard(c, 'party:changed').at(-1).fileId).toBe(otherId);
});

test('a pointer reaches the others only, at most ten times a second', async () => {
  const band = await startBand();
  const { a, b, c, ana, fileId } = band;
  const partyId = await startParty(band);
  expect(await ask(a.socket, 'party:point', { partyId, seconds: 1.5 })).toEqual({ ok: true });
  for (const { socket } of [a, b, c]) await settled(socket);
  const pointer = { partyId, userId: ana.account.id, fileId, seconds: 1.5 };
  expect([b, c].map((listener) => heard(listener, 'party:pointer'))).toEqual([[pointer], [pointer]]);
  expect(heard(a, 'party:pointer')).toEqual([]);
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, index) => ask(a.socket, 'party:point', { partyId, seconds: index })),
  );
  expect(answers.filter(({ ok }) => ok).length).toBeLessThan(25);
  expect(answers.at(-1)).toMatchObject({ ok: false, kind: 'rate-limited' });
  // A listener who leaves points nowhere any more.
  await ask(a.socket, 'party:leave');
  await settled(b.socket);
  expect(heard(b, 'party:pointer').at(-1)).toEqual({ ...pointer, seconds: null });
});

test('a removed member, and one whose session ends, leave at once', async () => {
  const band = await startBand();
  const { a, b, c, ana, ben, projectId } = band;
  const partyId = await startParty(band);
  await ana.command('member.remove', { projectId, userId: ben.account.id });
  await settled(b.socket);
  b.moments.length = 0;
  expect(await control(a, partyId, { kind: 'play' })).toEqual({ ok: true });
  expect(await control(b, partyId, { kind: 'pause' })).toMatchObject({ ok: false, kind: 'not-found' });
  expect(await ask(b.socket, 'party:join', { partyId })).toMatchObject({ ok: false, kind: 'not-found' });
  expect(await ask(b.socket, 'party:list')).toEqual({ ok: true, parties: [] });
  await band.cleo.request('POST', '/api/auth/logout');
  await until(() => c.socket.disconnected);
  await until(() => heard(a, 'party:changed').at(-1).listenerIds.length === 1);
  await settled(b.socket);
  expect(b.moments).toEqual([]);
});

test('a socket that gives no sign of life is gone within seconds, and is let in again', async () => {
  const band = await startBand({ partyProbe: { every: 50, patience: 100 } });
  const { a, b, ana, ben } = band;
  const partyId = await startParty(band);
  b.socket.off('party:probe');
  await until(() => {
    const ids = heard(a, 'party:changed').at(-1).listenerIds;
    return ids.length === 2 && !ids.includes(ben.account.id) && ids.includes(ana.account.id);
  });
  expect(await ask(b.socket, 'party:clock')).toMatchObject({ ok: true, partyId: null });
  expect(await ask(b.socket, 'party:join', { partyId })).toMatchObject({ ok: true });
});

test('messages are checked, and only sounds of the project can be heard', async () => {
  const band = await startBand();
  const { a, b, begun, projectId } = band;
  const partyId = await startParty(band);
  const elsewhere = await createProject(band.ben, [], 'Elsewhere');
  const hostile = [
    { ...begun, position: Number.NaN },
    { ...begun, position: -1 },
    { ...begun, position: 1e300 },
    { ...begun, loop: { from: 2, to: 1 } },
    { ...begun, fileId: '../../etc' },
    null,
    [],
  ];
  for (const input of hostile) {
    expect(await ask(a.socket, 'party:start', input as object)).toMatchObject({ ok: false, kind: 'invalid' });
  }
  expect(await ask(b.socket, 'party:start', { ...begun, projectId: elsewhere })).toMatchObject({
    ok: false,
    kind: 'not-found',
  });
  const unknown = { kind: 'switch', fileId: projectId, shift: 0 } as const;
  expect(await control(a, partyId, unknown)).toMatchObject({ ok: false, kind: 'not-found' });
  expect(await control(a, partyId, { kind: 'loop', loop: { from: 1, to: 1.001 } })).toMatchObject({
    kind: 'invalid',
  });
  expect(await ask(a.socket, 'party:clock', { delay: 1e9 })).toMatchObject({ ok: false, kind: 'invalid' });
});

test('nothing of a party is stored', async () => {
  const band = await startBand();
  const count = () => countRows(band.server, new Set());
  const before = await count();
  const partyId = await startParty(band);
  await control(band.a, partyId, { kind: 'play' });
  await control(band.b, partyId, { kind: 'seek', position: 1 });
  await ask(band.a.socket, 'party:leave');
  expect(await count()).toEqual(before);
});

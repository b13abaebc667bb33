import { describe, expect, test } from 'vitest';
import type { Answer, Bridge } from '../../protocol/ipc/bridge.ts';
import type { ConnectionState } from '../../protocol/ipc/connection.ts';
import type { RealtimeEvent } from '../../protocol/ipc/pushes.ts';
import type { Party, PartyState } from '../../protocol/wire/party.ts';
import { PartySession } from '../../renderer/features/party/party-session.ts';
import { createStore } from '../../renderer/platform/store.ts';
import { createRandom } from '../faults/random.ts';
import { createMovedClock } from '../helpers/moved-clock.ts';
import { SimulatedSound } from '../helpers/simulated-sound.ts';

const party: Party = { id: 'p', projectId: 'ep', fileId: 'v1', startedBy: 'ben', listenerIds: ['ben'] };
const first: PartyState = {
  ...{ partyId: 'p', seq: 1, by: 'ben', at: 0, fileId: 'v1' },
  ...{ isPlaying: false, position: 3, loop: null },
};

/** A session whose calls the test answers. */
function open() {
  const clock = createMovedClock();
  const calls: { name: string; args: unknown; answer: (data: unknown) => Promise<void> }[] = [];
  let hear: (event: RealtimeEvent) => void = () => {};
  const bridge: Bridge = {
    invoke: (name, args) =>
      new Promise((resolve) =>
        calls.push({
          name,
          args,
          async answer(data) {
            resolve(data as Answer<never>);
            await Promise.resolve();
            await Promise.resolve();
          },
        }),
      ),
    on(name, listener) {
      if (name === 'realtime.event') hear = listener as (event: RealtimeEvent) => void;
      return () => {};
    },
    pathForFile: () => '',
  };
  const connection = createStore<ConnectionState>({ kind: 'online', since: 0, transport: 'websocket' });
  const sound = new SimulatedSound({ now: clock.monotonic, random: createRandom(1), files: ['v1'] });
  const session = new PartySession({ bridge, connection, clock, sound });
  const call = (name: string) => calls.findLast((one) => one.name === name) as (typeof calls)[number];
  return { clock, calls, call, session, sound, connection, hear: (event: RealtimeEvent) => hear(event) };
}

async function joined() {
  const opened = open();
  void opened.session.join('p');
  await opened.call('party.join').answer({ ok: true, data: { party, state: first } });
  return opened;
}

describe('the listening parties of a window', () => {
  test('keep what was announced while the list was on its way', async () => {
    const { call, hear, session } = open();
    hear({ name: 'party:changed', payload: party });
    await call('party.list').answer({ ok: true, data: [] });
    expect(session.view.get().parties).toEqual([party]);
    hear({ name: 'party:changed', payload: { ...party, listenerIds: [] } });
    expect(session.view.get().parties).toEqual([]);
  });

  test('keep a state that overtook the answer to the join', async () => {
    const { call, hear, session } = open();
    void session.join('p');
    hear({ name: 'party:state', payload: { ...first, seq: 2, position: 9 } });
    await call('party.join').answer({ ok: true, data: { party, state: first } });
    expect(session.view.get().own?.state).toMatchObject({ seq: 2, position: 9 });
  });

  test('send a drag as its last position, and in order with other controls', async () => {
    const { clock, calls, session } = await joined();
    const controls = () =>
      calls
        .filter(({ name }) => name === 'party.control')
        .map(({ args }) => (args as { control: object }).control);
    for (let position = 0; position < 10; position += 1) session.control({ kind: 'seek', position });
    expect(controls()).toEqual([{ kind: 'seek', position: 0 }]);
    session.control({ kind: 'play' });
    expect(controls().slice(1)).toEqual([{ kind: 'seek', position: 9 }, { kind: 'play' }]);
    session.control({ kind: 'seek', position: 20 });
    clock.advance(200);
    expect(controls().at(-1)).toEqual({ kind: 'seek', position: 20 });
  });

  test('say why a control changed nothing, until the next one does', async () => {
    const { call, session } = await joined();
    session.control({ kind: 'play' });
    await call('party.control').answer({ ok: false, kind: 'rate-limited', message: 'Too fast.' });
    expect(session.view.get().own?.problem).toBe('Too fast.');
    session.control({ kind: 'play' });
    await call('party.control').answer({ ok: true, data: null });
    expect(session.view.get().own?.problem).toBeNull();
  });

  test('end when the user is removed from the project, and the sound stays as it is', async () => {
    const { hear, session, sound } = await joined();
    sound.put('v1', 3, false);
    const at = { topic: 'user:ana', seq: 1, at: '2026-01-01T00:00:00.000Z' } as const;
    hear({ name: 'project:left', payload: { projectId: 'ep' }, ...at });
    expect(session.view.get()).toMatchObject({ own: null, parties: [] });
    expect(sound.fileId).toBe('v1');
  });

  test('are joined again after a lost connection, and when the server took the window for gone', async () => {
    const { call, calls, clock, connection, session } = await joined();
    connection.change(() => ({ kind: 'offline', since: 0, reason: '', retryAt: null }));
    expect(session.view.get().own?.isReached).toBe(false);
    connection.change(() => ({ kind: 'online', since: 0, transport: 'websocket' }));
    await call('party.join').answer({ ok: true, data: { party, state: first } });
    expect(session.view.get().own?.isReached).toBe(true);
    const joins = () => calls.filter(({ name }) => name === 'party.join').length;
    expect(joins()).toBe(2);
    clock.advance(100);
    await call('party.clock').answer({ ok: true, data: { at: 1, partyId: null } });
    expect(joins()).toBe(3);
    await call('party.join').answer({ ok: false, kind: 'not-found', message: 'Over.' });
    expect(session.view.get().own).toBeNull();
  });

  test('show at most nine pointers a second, and always that one is gone', async () => {
    const { clock, calls, session } = await joined();
    for (let index = 0; index < 100; index += 1) {
      session.point(index);
      clock.advance(10);
    }
    session.point(null);
    clock.advance(200);
    const points = calls.filter(({ name }) => name === 'party.point').map(({ args }) => args);
    expect(points.length).toBeLessThan(12);
    expect(points.at(-1)).toEqual({ partyId: 'p', seconds: null });
  });
});

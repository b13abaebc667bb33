import { expect, it } from 'vitest';
import { createRealtime } from '../../../client/realtime/create-realtime.ts';
import type { LogEntry } from '../../../client/realtime/topic-state.ts';
import type { TransportEvents } from '../../../client/realtime/transport.ts';
import type { ServerClient } from '../../../client/session/server-client.ts';
import { parseTopic, projectTopic, userTopic } from '../../../protocol/wire/topic.ts';
import { createMovedClock } from '../../helpers/moved-clock.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';

const [own, album] = [userTopic('ana'), projectTopic('album')];

/** Ana's client, which follows a project, before a line and a server that the test speaks for. */
async function assemble() {
  const clock = createMovedClock();
  const applied: string[] = [];
  const server = { epoch: 'before', head: 5, answersOnTheLine: true };
  let events: TransportEvents | undefined;
  let isOpen = false;
  let openings = 0;
  let asked = 0;
  const client = {
    serverUrl: 'http://band.example',
    authenticationHeaders: () => ({}),
    request: async () => {
      asked += 1;
      return {
        ok: true,
        data: { epoch: server.epoch, heads: { [own]: server.head, [album]: server.head } },
      };
    },
  } as unknown as ServerClient;
  const close = () => {
    isOpen = false;
  };
  const realtime = createRealtime({
    ...{ client, userId: 'ana', log: createQuietLog(), headsMilliseconds: 30_000 },
    environment: { clock: { ...clock, monotonic: clock.now }, random: () => 0.5, newId: () => 'id' },
    sourceOf: (topic) => {
      let cursor = { epoch: 'before', seq: 5 };
      return {
        readCursor: () => cursor,
        apply(entries: readonly LogEntry[], next) {
          cursor = next;
          applied.push(...entries.map(({ seq }) => `${parseTopic(topic).kind} ${next.epoch} ${seq}`));
        },
        pull: async () => ({ ok: true, data: { ...server, events: [] } }),
        readSnapshot: async () => {
          cursor = { epoch: server.epoch, seq: server.head };
          return { ok: true, data: cursor };
        },
        gone: () => {},
      };
    },
    connection: {
      createTransport(_url, given) {
        events = given;
        return {
          open() {
            openings += 1;
            isOpen = true;
            given.opened('websocket');
          },
          ...{ close, dispose: close, isOpen: () => isOpen, tell: () => {} },
          request: (event) =>
            !server.answersOnTheLine
              ? new Promise(() => {})
              : Promise.resolve(
                  event === 'join:project'
                    ? { ok: true, epoch: server.epoch, head: server.head }
                    : { ok: true },
                ),
        };
      },
    },
  });
  const settle = () => new Promise(setImmediate);
  realtime.start();
  realtime.follow('album', 'screen');
  await settle();
  return {
    ...{ realtime, server, applied, settle },
    openings: () => openings,
    /** How often heads were. */
    asked: () => asked,
    /** What the line brings, as long as it is open. */
    poke(topic: typeof own | typeof album, seq: number) {
      if (isOpen) events?.event('activities:dismissed', [{ ids: [] }, { topic, seq }]);
    },
    async pass(milliseconds: number) {
      clock.advance(milliseconds);
      await settle();
    },
  };
}

it('pokes of the epoch in which the line was opened are applied', async () => {
  const { poke, applied } = await assemble();
  poke(album, 6);
  poke(own, 6);
  expect(applied).toEqual(['project before 6', 'user before 6']);
});

it('a line ends with its epoch: what it still brings meets no follower of the next one', async () => {
  const { poke, pass, server, applied, openings, realtime } = await assemble();
  // A backup is put back while this line, which leads to the server that was, is still open.
  Object.assign(server, { epoch: 'after', head: 5 });
  await pass(40_000);
  poke(album, 6);
  poke(own, 6);
  expect(applied).toEqual([]);
  await pass(60_000);
  expect(openings()).toBe(2);
  expect(realtime.current().kind).toBe('online');
  poke(album, 6);
  poke(own, 6);
  expect(applied).toEqual(['project after 6', 'user after 6']);
});

it('heads are asked for as often after it as before', async () => {
  const { pass, server, asked, openings } = await assemble();
  const inFiveMinutes = async () => {
    const before = asked();
    for (let second = 0; second < 300; second++) await pass(1_000);
    return asked() - before;
  };
  const usual = await inFiveMinutes();
  Object.assign(server, { epoch: 'after', head: 5 });
  await inFiveMinutes();
  expect(openings()).toBe(2);
  expect(await inFiveMinutes()).toBe(usual);
});

it('heads of another server than the line’s own are not taken for its place', async () => {
  const { poke, pass, server, applied, realtime } = await assemble();
  realtime.suspend();
  realtime.resume();
  // The line is opened by the server that was, and from then on nobody is at its other end.
  Object.assign(server, { epoch: 'after', head: 5, answersOnTheLine: false });
  await pass(3_000);
  expect(realtime.current().kind).toBe('online');
  poke(own, 6);
  poke(album, 6);
  expect(applied).toEqual([]);
});

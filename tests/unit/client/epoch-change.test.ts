import { expect, it } from 'vitest';
import { createConnection } from '../../../client/realtime/connection.ts';
import { createRealtime } from '../../../client/realtime/create-realtime.ts';
import type { LogEntry } from '../../../client/realtime/topic-state.ts';
import type { TransportEvents } from '../../../client/realtime/transport.ts';
import type { ServerClient } from '../../../client/session/server-client.ts';
import { parseTopic, projectTopic, userTopic } from '../../../protocol/wire/topic.ts';
import { createMovedClock } from '../../helpers/moved-clock.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';

const [own, album] = [userTopic('ana'), projectTopic('album')];

/** Ana's client over a transport and a server that the test controls. She follows a project, by default. */
async function assemble({ followsAlbum = true, knowsHello = true } = {}) {
  const clock = createMovedClock();
  const applied: string[] = [];
  const requested: string[] = [];
  /** `epoch` and `head` of HTTP; the other end of the socket may still be in `socketEpoch`. */
  const server = { epoch: 'before', head: 5, socketEpoch: 'before', answersOnSocket: true };
  let events: TransportEvents | undefined;
  let isOpen = false;
  let openings = 0;
  let headRequests = 0;
  const client = {
    serverUrl: 'http://band.example',
    authenticationHeaders: () => ({}),
    request: async () => {
      headRequests += 1;
      return {
        ok: true,
        data: { epoch: server.epoch, heads: { [own]: server.head, [album]: server.head } },
      };
    },
  } as unknown as ServerClient;
  const close = () => {
    isOpen = false;
  };
  const answerOf = (event: string) => {
    if (event === 'hello') return knowsHello && { ok: true, epoch: server.socketEpoch, protocolVersion: 9 };
    return event === 'join:project' && { ok: true, epoch: server.socketEpoch, head: server.head };
  };
  const connection = createConnection({
    ...{ serverUrl: client.serverUrl, authenticationHeaders: client.authenticationHeaders },
    ...{ log: createQuietLog(), clock, random: () => 0.5 },
    createTransport(_url, given) {
      events = given;
      return {
        open() {
          openings += 1;
          isOpen = true;
          given.opened('websocket');
        },
        ...{ close, dispose: close, isOpen: () => isOpen, send: () => {} },
        request(event, _body, milliseconds) {
          requested.push(event);
          const answer = server.answersOnSocket && answerOf(event);
          if (answer) return Promise.resolve(answer);
          return new Promise((_resolve, reject) =>
            clock.later(milliseconds, () => reject(new Error('timeout'))),
          );
        },
      };
    },
  });
  const realtime = createRealtime({
    ...{ connection, client, userId: 'ana', log: createQuietLog(), headsMilliseconds: 30_000 },
    environment: { clock, random: () => 0.5, newId: () => 'id' },
    createSource: (topic) => {
      let cursor = { epoch: 'before', seq: 5 };
      return {
        readCursor: () => cursor,
        apply(entries: readonly LogEntry[], next) {
          cursor = next;
          applied.push(...entries.map(({ seq }) => `${parseTopic(topic).kind} ${next.epoch} ${seq}`));
          return [];
        },
        pull: async () => ({ ok: true, data: { ...server, events: [] } }),
        readSnapshot: async () => {
          const { epoch, head: seq } = server;
          const store = () => {
            cursor = { epoch, seq };
            return { cursor, isRepair: false };
          };
          return { ok: true, data: { epoch, store } };
        },
      };
    },
  });
  const settle = () => new Promise(setImmediate);
  connection.start();
  if (followsAlbum) realtime.follow('album', 'screen');
  await settle();
  return {
    ...{ connection, server, applied, requested, settle },
    openings: () => openings,
    headRequests: () => headRequests,
    /** Arrives as long as the socket is open. */
    poke(topic: typeof own | typeof album, seq: number) {
      if (isOpen) events?.event('activities:dismissed', [{ ids: [] }, { topic, seq }]);
    },
    async pass(milliseconds: number) {
      clock.advance(milliseconds);
      await settle();
    },
  };
}

it('applies pokes of the epoch in which the connection was opened', async () => {
  const { poke, applied } = await assemble();
  poke(album, 6);
  poke(own, 6);
  expect(applied).toEqual(['project before 6', 'user before 6']);
});

it('ends a connection with its epoch: late pokes of the old epoch reach no follower of the new one', async () => {
  const { poke, pass, server, applied, openings, connection } = await assemble();
  // A backup is restored while this connection to the previous server is still open.
  Object.assign(server, { epoch: 'after', socketEpoch: 'after', head: 5 });
  await pass(40_000);
  poke(album, 6);
  poke(own, 6);
  expect(applied).toEqual([]);
  await pass(60_000);
  expect(openings()).toBe(2);
  expect(connection.current().kind).toBe('online');
  poke(album, 6);
  poke(own, 6);
  expect(applied).toEqual(['project after 6', 'user after 6']);
});

it('requests heads as often after a change of epoch as before', async () => {
  const { pass, server, headRequests, openings } = await assemble();
  const inFiveMinutes = async () => {
    const before = headRequests();
    for (let second = 0; second < 300; second++) await pass(1_000);
    return headRequests() - before;
  };
  const usual = await inFiveMinutes();
  Object.assign(server, { epoch: 'after', socketEpoch: 'after', head: 5 });
  await inFiveMinutes();
  expect(openings()).toBe(2);
  expect(await inFiveMinutes()).toBe(usual);
});

it('does not take the heads of another server for the position of its own topic', async () => {
  const { poke, pass, server, applied, connection } = await assemble();
  connection.suspend();
  connection.resume();
  // The previous server opens the socket, and from then on nobody answers on it.
  Object.assign(server, { epoch: 'after', socketEpoch: 'after', head: 5, answersOnSocket: false });
  await pass(3_000);
  expect(connection.current().kind).toBe('online');
  poke(own, 6);
  poke(album, 6);
  expect(applied).toEqual([]);
});

it('asks the socket for its epoch with hello, and reconnects if the heads are of another', async () => {
  const { poke, pass, server, applied, requested, openings, connection } = await assemble({
    followsAlbum: false,
  });
  expect(requested).toEqual(['hello']);
  connection.suspend();
  connection.resume();
  // The socket leads to the previous server; HTTP already reaches the restored one.
  server.epoch = 'after';
  await pass(1_000);
  expect(connection.current()).toMatchObject({
    kind: 'offline',
    reason: expect.stringContaining('restored'),
  });
  expect(openings()).toBe(2);
  poke(own, 6);
  expect(applied).toEqual([]);
  server.socketEpoch = 'after';
  await pass(60_000);
  poke(own, 6);
  expect(applied).toEqual(['user after 6']);
});

it('follows its own topic on an older server that never answers hello', async () => {
  const { poke, pass, applied } = await assemble({ followsAlbum: false, knowsHello: false });
  await pass(9_999);
  poke(own, 6);
  expect(applied).toEqual([]);
  await pass(1);
  expect(applied).toEqual(['user before 6']);
});

it('does not trust the heads when a server that knows hello stays silent', async () => {
  const { poke, pass, server, applied, connection } = await assemble({ followsAlbum: false });
  connection.suspend();
  connection.resume();
  Object.assign(server, { epoch: 'after', answersOnSocket: false });
  await pass(20_000);
  expect(connection.current().kind).toBe('online');
  poke(own, 6);
  expect(applied).toEqual([]);
});

it('joins its projects again after a snapshot of its own topic, because one may have been deleted and restored', async () => {
  const { poke, server, requested, settle } = await assemble();
  const joins = () => requested.filter((event) => event === 'join:project').length;
  const before = joins();
  Object.assign(server, { reset: true, head: 8 });
  poke(own, 8);
  await settle();
  expect(joins()).toBe(before + 1);
});

import { beforeEach, expect, it, vi } from 'vitest';
import { createListeners } from '../../../client/common/listeners.ts';
import { createPresence } from '../../../client/realtime/presence.ts';
import type { RequestFailureKind, ServerClient } from '../../../client/session/server-client.ts';
import { systemClock } from '../../../common/clock.ts';
import type { ConnectionState } from '../../../protocol/ipc/connection.ts';
import type { Bandmate } from '../../../protocol/wire/chat.ts';
import type { Outcome } from '../../../protocol/wire/error.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';

const online: ConnectionState = { kind: 'online', since: 0, transport: 'websocket' };
const offline: ConnectionState = { kind: 'offline', since: 0, reason: '', retryAt: null };

type PresenceAnswer = Outcome<Bandmate[], RequestFailureKind>;
const answerOf = (people: Record<string, boolean>): PresenceAnswer => ({
  ok: true,
  data: Object.entries(people).map(([name, isOnline]) => ({ userId: name, name, avatarUrl: null, isOnline })),
});
const failed: PresenceAnswer = { ok: false, kind: 'offline', message: 'Nothing answers.' };

function watching() {
  const requests: PromiseWithResolvers<PresenceAnswer>[] = [];
  const client = {
    request: () => {
      const request = Promise.withResolvers<PresenceAnswer>();
      requests.push(request);
      return request.promise;
    },
  } as unknown as ServerClient;
  const states = createListeners<ConnectionState>();
  const reports: string[][] = [];
  const presence = createPresence({
    client,
    connectivity: { current: () => offline, subscribe: states.add },
    log: createQuietLog(),
    patienceMilliseconds: 1_000,
    clock: systemClock,
  });
  presence.onChange((bandmates) => reports.push(bandmates.map(({ name }) => name)));
  disposeLater(presence.stop);
  const answer = async (data: PresenceAnswer) => {
    requests.at(-1)?.resolve(data);
    await vi.advanceTimersByTimeAsync(0);
  };
  const here = () => presence.list().flatMap(({ name, isOnline }) => (isOnline ? name : []));
  const say = (userId: string, isOnline: boolean) =>
    presence.receive({ name: 'chat:presence', payload: { userId, isOnline } });
  return { presence, requests, become: states.notify, answer, here, say, reports };
}

beforeEach(() => {
  vi.useFakeTimers();
  disposeLater(() => vi.useRealTimers());
});

it('reads presence at each connection, and prefers events that arrive during the read', async () => {
  const { become, answer, here, say } = watching();
  become(online);
  say('Ben', false);
  await answer(answerOf({ Cy: true, Ben: true, Ana: true }));
  expect(here()).toEqual(['Ana', 'Cy']);
  say('Ben', true);
  expect(here()).toEqual(['Ana', 'Ben', 'Cy']);
});

it('keeps presence through a short disconnect, and knows nobody’s presence after a long one', async () => {
  const { presence, become, answer, here } = watching();
  const known = () => presence.list().map(({ name, isOnline }) => [name, isOnline]);
  become(online);
  await answer(answerOf({ Ben: true }));
  become(offline);
  await vi.advanceTimersByTimeAsync(900);
  expect(here()).toEqual(['Ben']);
  become(online);
  await answer(answerOf({ Ben: true, Cy: false }));
  become(offline);
  await vi.advanceTimersByTimeAsync(1_100);
  expect(known()).toEqual([
    ['Ben', null],
    ['Cy', null],
  ]);
  become(online);
  expect(known()[1]).toEqual(['Cy', null]);
  await answer(answerOf({ Ben: true, Cy: false }));
  expect(known()).toEqual([
    ['Ben', true],
    ['Cy', false],
  ]);
});

it('reports nothing when the connection is lost before the first read', async () => {
  const { become, answer, reports } = watching();
  become(online);
  become(offline);
  await answer(failed);
  await vi.advanceTimersByTimeAsync(1_100);
  expect(reports).toEqual([]);
});

it('reads again after a failure, for an unknown person, and when memberships change', async () => {
  const { presence, requests, become, answer, say } = watching();
  become(online);
  await answer(failed);
  await vi.advanceTimersByTimeAsync(1_100);
  expect(requests).toHaveLength(2);
  await answer(answerOf({ Ben: true }));
  say('Stranger', true);
  expect(requests).toHaveLength(3);
  await answer(answerOf({ Ben: true }));
  presence.receive({
    ...{ name: 'project:left', payload: { projectId: 'p' } },
    ...{ topic: 'user:ana', seq: 1, at: '2026-01-01T00:00:00.000Z' },
  });
  expect(requests).toHaveLength(4);
});

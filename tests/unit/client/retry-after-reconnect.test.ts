import { expect, it } from 'vitest';
import { createListeners } from '../../../client/common/listeners.ts';
import { retryAfterReconnect } from '../../../client/realtime/retry-after-reconnect.ts';
import type { Clock } from '../../../common/clock.ts';
import type { ConnectionState } from '../../../protocol/ipc/connection.ts';
import { createMovedClock } from '../../helpers/moved-clock.ts';

const online: ConnectionState = { kind: 'online', since: 0, transport: 'websocket' };
const polling: ConnectionState = { kind: 'online', since: 0, transport: 'polling' };
const offline: ConnectionState = { kind: 'offline', since: 0, reason: 'Cut.', retryAt: null };

type Answer = 'answered' | 'aborted' | 'refused';

/** An attempt with a patience of 1 s, which ends as the test decides or when it is aborted. */
function underWay(state: ConnectionState = online) {
  const moved = createMovedClock();
  const clock: Clock = { now: moved.now, monotonic: moved.now, later: moved.later };
  const listeners = createListeners<ConnectionState>();
  const leaving = new AbortController();
  let subscribed = 0;
  const attempts: { end(answer: Answer): void; heard(): void }[] = [];
  let current = state;
  const result = retryAfterReconnect<Answer>(
    {
      connectivity: {
        current: () => current,
        subscribe(listener) {
          subscribed += 1;
          const unsubscribe = listeners.add(listener);
          return () => {
            subscribed -= 1;
            unsubscribe();
          };
        },
      },
      clock,
      patience: 1_000,
      signal: leaving.signal,
      isAborted: (answer) => answer === 'aborted',
    },
    (signal, heard) =>
      new Promise((end) => {
        attempts.push({ end, heard });
        signal.addEventListener('abort', () => end('aborted'));
      }),
  );
  const settled = () => new Promise(setImmediate);
  return {
    result,
    leaving,
    subscribed: () => subscribed,
    attempts: () => attempts.length,
    heard: () => attempts.at(-1)?.heard(),
    end: (answer: Answer) => attempts.at(-1)?.end(answer),
    async pass(milliseconds: number) {
      moved.advance(milliseconds);
      await settled();
    },
    async go(...states: ConnectionState[]) {
      for (const next of states) {
        current = next;
        listeners.notify(next);
      }
      await settled();
    },
  };
}

it('starts one new attempt as soon as a new connection is open', async () => {
  const { go, pass, attempts, end, result, subscribed } = underWay();
  await pass(5_000);
  await go(offline);
  expect(attempts()).toBe(1);
  await go(online);
  expect(attempts()).toBe(2);
  await go(polling, online);
  await pass(30_000);
  expect(attempts()).toBe(2);
  end('answered');
  expect(await result).toBe('answered');
  expect(subscribed()).toBe(0);
});

it('keeps waiting while the connection stays, and while there is no new one', async () => {
  const { go, pass, attempts } = underWay();
  await pass(20_000);
  await go(polling, offline, { ...offline, since: 1 });
  await pass(20_000);
  expect(attempts()).toBe(1);
});

it('keeps an attempt that began on the current connection', async () => {
  const { pass, attempts } = underWay();
  await pass(60_000);
  expect(attempts()).toBe(1);
});

it('gives an attempt that began just before the connection the full time', async () => {
  const begun = underWay(offline);
  await begun.pass(100);
  await begun.go(online);
  begun.end('answered');
  expect(await begun.result).toBe('answered');
  expect(begun.attempts()).toBe(1);

  const { go, pass, attempts } = underWay(offline);
  await pass(100);
  await go(online);
  await pass(899);
  expect(attempts()).toBe(1);
  await pass(1);
  expect(attempts()).toBe(2);
});

it('keeps an attempt that makes progress', async () => {
  const { go, pass, attempts, heard } = underWay();
  await pass(5_000);
  heard();
  await go(offline, online);
  await pass(500);
  heard();
  await pass(30_000);
  expect(attempts()).toBe(1);
  await go(offline, online);
  expect(attempts()).toBe(2);
});

it('forgets the deadline of a connection that is lost again', async () => {
  const { go, pass, attempts } = underWay(offline);
  await go(online, offline);
  await pass(30_000);
  expect(attempts()).toBe(1);
});

it('succeeds eventually even if connections break faster than the answer comes', async () => {
  const { go, pass, attempts, end, result } = underWay();
  for (let line = 0; line < 10; line++) {
    await pass(3_000);
    await go(offline, online);
  }
  // The fourth attempt has a patience of 8 s, which outlasts two connections, and the fifth one of 16 s.
  expect(attempts()).toBe(5);
  end('answered');
  expect(await result).toBe('answered');
});

it('ends when the caller aborts it, or with any other result', async () => {
  const left = underWay();
  left.leaving.abort();
  expect(await left.result).toBe('aborted');
  expect([left.attempts(), left.subscribed()]).toEqual([1, 0]);

  const refused = underWay();
  refused.end('refused');
  expect(await refused.result).toBe('refused');
});

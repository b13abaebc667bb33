import { expect, it } from 'vitest';
import { createListeners } from '../../../client/common/listeners.ts';
import { retryAfterReconnect } from '../../../client/realtime/retry-after-reconnect.ts';
import type { Clock } from '../../../common/clock.ts';
import type { ConnectionState } from '../../../protocol/ipc/connection.ts';
import { createMovedClock } from '../../helpers/moved-clock.ts';

const online: ConnectionState = { kind: 'online', since: 0, transport: 'websocket' };
const polling: ConnectionState = { kind: 'online', since: 0, transport: 'polling' };
const offline: ConnectionState = { kind: 'offline', since: 0, reason: 'Cut.', retryAt: null };

type Answer = 'answered' | 'broken off' | 'refused';

/** Something under way with a patience of 1 s, which ends as the test says or when it is broken off. */
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
      isAborted: (answer) => answer === 'broken off',
    },
    (signal, heard) =>
      new Promise((end) => {
        attempts.push({ end, heard });
        signal.addEventListener('abort', () => end('broken off'));
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

it('is attempted again as soon as a new line is open, once for each', async () => {
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

it('waits on when its line stays, and when no other comes', async () => {
  const { go, pass, attempts } = underWay();
  await pass(20_000);
  await go(polling, offline, { ...offline, since: 1 });
  await pass(20_000);
  expect(attempts()).toBe(1);
});

it('is left alone when it began after the line was open', async () => {
  const { pass, attempts } = underWay();
  await pass(60_000);
  expect(attempts()).toBe(1);
});

it('has a moment to be answered when it began just before the line was open', async () => {
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

it('is left alone while something is heard of it', async () => {
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

it('does not go by the patience of a line that is lost again', async () => {
  const { go, pass, attempts } = underWay(offline);
  await go(online, offline);
  await pass(30_000);
  expect(attempts()).toBe(1);
});

it('comes to its end where lines break faster than it is answered', async () => {
  const { go, pass, attempts, end, result } = underWay();
  for (let line = 0; line < 10; line++) {
    await pass(3_000);
    await go(offline, online);
  }
  // The fourth has a patience of 8 s, which two lines don't use up, and the fifth one of 16 s.
  expect(attempts()).toBe(5);
  end('answered');
  expect(await result).toBe('answered');
});

it('is over when its caller wants no more of it, or it ends in any other way', async () => {
  const left = underWay();
  left.leaving.abort();
  expect(await left.result).toBe('broken off');
  expect([left.attempts(), left.subscribed()]).toEqual([1, 0]);

  const refused = underWay();
  refused.end('refused');
  expect(await refused.result).toBe('refused');
});

import { expect, it } from 'vitest';
import { createListeners } from '../../../client/common/listeners.ts';
import { createDueReads } from '../../../client/realtime/due-reads.ts';
import type { Clock } from '../../../common/clock.ts';
import type { ConnectionState } from '../../../protocol/ipc/connection.ts';
import { createMovedClock } from '../../helpers/moved-clock.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';

const online: ConnectionState = { kind: 'online', since: 0, transport: 'websocket' };
const offline: ConnectionState = { kind: 'offline', since: 0, reason: 'Cut.', retryAt: null };

function reading() {
  const moved = createMovedClock();
  const clock: Clock = { now: moved.now, monotonic: moved.now, later: moved.later };
  const listeners = createListeners<ConnectionState>();
  const asked: ((isRead: boolean) => void)[] = [];
  let state: ConnectionState = online;
  let isDue = false;
  let isDiskFull = false;
  const due = createDueReads(
    [
      {
        isDue: () => isDue,
        read: () => new Promise((resolve) => asked.push(resolve)),
        done: () => {
          if (isDiskFull) throw new Error('database or disk is full');
          isDue = false;
        },
      },
    ],
    {
      connectivity: { current: () => state, subscribe: listeners.add },
      log: createQuietLog(),
      ...{ clock, random: () => 1, backoff: { first: 1_000, longest: 4_000 } },
    },
  );
  const settled = () => new Promise(setImmediate);
  return {
    asked: () => asked.length,
    isDue: () => isDue,
    stop: due.stop,
    setDiskFull(next: boolean) {
      isDiskFull = next;
    },
    /** An event makes the list outdated. */
    hear() {
      isDue = true;
      due.check();
    },
    async answer(isRead: boolean) {
      asked.at(-1)?.(isRead);
      await settled();
    },
    async pass(milliseconds: number) {
      moved.advance(milliseconds);
      await settled();
    },
    go(next: ConnectionState) {
      state = next;
      listeners.notify(next);
    },
  };
}

it('reads what is due once, and nothing else', async () => {
  const { go, hear, answer, asked, isDue } = reading();
  go(online);
  expect(asked()).toBe(0);
  hear();
  await answer(true);
  expect(isDue()).toBe(false);
  go(online);
  expect(asked()).toBe(1);
});

it('retries a failed read after a delay', async () => {
  const { hear, answer, pass, asked, isDue } = reading();
  hear();
  await answer(false);
  expect(isDue()).toBe(true);
  await pass(999);
  expect(asked()).toBe(1);
  await pass(1);
  expect(asked()).toBe(2);
  await answer(true);
  expect(isDue()).toBe(false);
});

it('reads again what became due during the read', async () => {
  const { hear, answer, asked, isDue } = reading();
  hear();
  hear();
  expect(asked()).toBe(1);
  await answer(true);
  expect([asked(), isDue()]).toEqual([2, true]);
  await answer(true);
  expect([asked(), isDue()]).toEqual([2, false]);
});

it('reads what became due while offline as soon as it reconnects', async () => {
  const { go, hear, asked } = reading();
  go(offline);
  hear();
  expect(asked()).toBe(0);
  go(online);
  expect(asked()).toBe(1);
});

it('reads nothing after it was stopped', async () => {
  const { hear, answer, pass, stop, asked } = reading();
  hear();
  await answer(false);
  stop();
  await pass(60_000);
  hear();
  expect(asked()).toBe(1);
});

it('retries a read that could not be recorded on a full disk', async () => {
  const { hear, answer, pass, asked, isDue, setDiskFull } = reading();
  setDiskFull(true);
  hear();
  await answer(true);
  expect(isDue()).toBe(true);
  setDiskFull(false);
  await pass(1_000);
  expect(asked()).toBe(2);
  await answer(true);
  expect(isDue()).toBe(false);
});

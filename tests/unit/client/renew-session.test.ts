import { expect, it } from 'vitest';
import { renewSession } from '../../../client/session/renew-session.ts';
import type { ServerClient } from '../../../client/session/server-client.ts';
import type { Clock } from '../../../common/clock.ts';
import { createMovedClock } from '../../helpers/moved-clock.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';

const day = 86_400_000;
/** The longest wait of a timer in Node and in browsers; given a longer one, it fires at once. */
const longestWait = 2 ** 31 - 1;

async function renewing() {
  const moved = createMovedClock();
  const waits: number[] = [];
  let offset = 0;
  let asked = 0;
  const clock: Clock = {
    now: () => moved.now() + offset,
    monotonic: moved.now,
    later(milliseconds, task) {
      waits.push(milliseconds);
      return moved.later(milliseconds, task);
    },
  };
  const client = {
    request: async () => {
      asked += 1;
      return { ok: true, data: {} };
    },
  } as unknown as ServerClient;
  const connectivity = {
    current: () => ({ kind: 'online', since: 0, transport: 'websocket' }) as const,
    subscribe: () => () => {},
  };
  const stop = renewSession({ client, connectivity, log: createQuietLog(), clock });
  const pass = async (milliseconds: number) => {
    moved.advance(milliseconds);
    await new Promise(setImmediate);
  };
  await pass(0);
  return {
    stop,
    pass,
    waits,
    asked: () => asked,
    setBack: (milliseconds: number) => {
      offset -= milliseconds;
    },
  };
}

it('renews the session at once and then twice a day', async () => {
  const { pass, asked, stop } = await renewing();
  expect(asked()).toBe(1);
  await pass(day / 2 - 1);
  expect(asked()).toBe(1);
  await pass(1);
  expect(asked()).toBe(2);
  stop();
  await pass(day);
  expect(asked()).toBe(2);
});

it('renews in time, and never exceeds the longest timer, even if the clock is set back by a year', async () => {
  const { pass, asked, setBack, waits } = await renewing();
  setBack(365 * day);
  await pass(day / 2);
  await pass(day / 2);
  expect(asked()).toBe(2);
  expect(Math.max(...waits)).toBeLessThan(longestWait);
});

import { expect, it } from 'vitest';
import { renewSession } from '../../../client/session/renew-session.ts';
import type { ServerClient } from '../../../client/session/server-client.ts';
import type { Clock } from '../../../common/clock.ts';
import { createMovedClock } from '../../helpers/moved-clock.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';

const day = 86_400_000;
/** As far as a timer of Node or of a browser can wait; told to wait longer, it does not wait at all. */
const longestWait = 2 ** 31 - 1;

async function prolonging() {
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

it('is prolonged at once and twice a day', async () => {
  const { pass, asked, stop } = await prolonging();
  expect(asked()).toBe(1);
  await pass(day / 2 - 1);
  expect(asked()).toBe(1);
  await pass(1);
  expect(asked()).toBe(2);
  stop();
  await pass(day);
  expect(asked()).toBe(2);
});

it('is prolonged in time, and never waits for longer than a timer can, though the clock is set back by a year', async () => {
  const { pass, asked, setBack, waits } = await prolonging();
  setBack(365 * day);
  await pass(day / 2);
  await pass(day / 2);
  expect(asked()).toBe(2);
  expect(Math.max(...waits)).toBeLessThan(longestWait);
});

import { expect, test } from 'vitest';
import { letSocketsGo } from '../../../../server/realtime/let-go.ts';
import { createRandom } from '../../../faults/random.ts';
import { createMovedClock } from '../../../helpers/moved-clock.ts';

const milliseconds = 3_000;
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Lets a hundred sockets go. Answers the moments at which some were closed, and how many at each. */
async function letHundredGo(seed: number) {
  const clock = createMovedClock();
  const closed = new Map<number, number>();
  const sockets = new Map<number, { conn: { close(): void } }>();
  for (let id = 0; id < 100; id++) {
    const close = () => {
      sockets.delete(id);
      closed.set(clock.now(), (closed.get(clock.now()) ?? 0) + 1);
    };
    sockets.set(id, { conn: { close } });
  }
  const io = { of: () => ({ sockets }) } as unknown as Parameters<typeof letSocketsGo>[0];
  let isOver = false;
  void letSocketsGo(io, milliseconds, { clock, random: createRandom(seed) }).then(() => {
    isOver = true;
  });
  while (clock.now() < milliseconds) {
    clock.advance(5);
    // Before the clock moves on, the code under test goes on until it waits again.
    await nextTurn();
  }
  return { isOver, left: sockets.size, moments: [...closed.keys()], sizes: [...closed.values()] };
}

test.each([1, 2, 3])('closes sockets in batches within the time, seed %i', async (seed) => {
  const { isOver, left, moments, sizes } = await letHundredGo(seed);
  expect({ isOver, left }).toEqual({ isOver: true, left: 0 });
  expect(sizes.length).toBeGreaterThanOrEqual(8);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(25);
  // Over about the whole time.
  expect(moments.at(-1)).toBeGreaterThan(milliseconds / 3);
  const pauses = moments.slice(1).map((moment, index) => moment - (moments[index] as number));
  expect(Math.max(...pauses) - Math.min(...pauses)).toBeGreaterThan(25);
});

test('closes the sockets of two nodes at different moments', async () => {
  const [one, other] = [await letHundredGo(1), await letHundredGo(2)];
  expect(other.moments.slice(1).filter((moment) => one.moments.includes(moment)).length).toBeLessThan(3);
});

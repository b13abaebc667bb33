import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createServerClock } from '../../../common/server-clock.ts';
import { createRandom } from '../../faults/random.ts';

/** Delays of one question, there and back, in milliseconds. */
const delays = fc.array(
  fc.tuple(fc.double({ min: 0, max: 150, noNaN: true }), fc.double({ min: 0, max: 150, noNaN: true })),
  {
    minLength: 4,
    maxLength: 60,
  },
);

/** The clock after a question each second. `offset`: how far the other clock is ahead; `drift`: how much faster it runs. */
function measure(trips: [there: number, back: number][], offset: number, drift = 0) {
  const clock = createServerClock();
  const other = (own: number) => offset + own * (1 + drift);
  let own = 0;
  for (const [there, back] of trips) {
    own += 1000;
    clock.add({ sentAt: own, answeredAt: other(own + there), receivedAt: own + there + back });
  }
  const now = own + 1000;
  return { error: Math.abs((clock.at(now) ?? Number.NaN) - other(now)), clock, now };
}

describe('the estimate of the server’s clock', () => {
  test('is never further off than it says, whatever the delays are', () => {
    fc.assert(
      fc.property(
        delays,
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.double({ min: -50e-6, max: 50e-6, noNaN: true }),
        (trips, offset, drift) => {
          const { error, clock, now } = measure(trips, offset, drift);
          expect(error).toBeLessThanOrEqual(clock.uncertainty(now) + 1e-3);
        },
      ),
    );
  });

  test('is right within a few milliseconds after 20 questions with up to 150 ms of jitter each way', () => {
    const random = createRandom(1);
    const errors = Array.from({ length: 500 }, () => {
      const trips = Array.from({ length: 20 }, (): [number, number] => [random() * 150, random() * 150]);
      return measure(trips, 12_345).error;
    }).sort((a, b) => a - b);
    expect(errors[250]).toBeLessThan(6);
    expect(errors[475]).toBeLessThan(15);
  });

  test('says nothing before it has seen four answers', () => {
    const { clock, now } = measure(
      [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
      5,
    );
    expect(clock.at(now)).toBeNull();
    expect(clock.longestDelay(now)).toBeNull();
  });

  test('knows how long messages take at most', () => {
    const trips = Array.from({ length: 10 }, (_, index): [number, number] => [0, index * 10]);
    const { clock, now } = measure(trips, 77);
    expect(clock.longestDelay(now)).toBeGreaterThan(85);
    expect(clock.longestDelay(now)).toBeLessThan(95);
  });

  test('begins again when one of the clocks has jumped', () => {
    const { clock, now } = measure(
      Array.from({ length: 20 }, () => [2, 2]),
      1000,
    );
    for (const at of [now, now + 100, now + 200, now + 300])
      clock.add({ sentAt: at, answeredAt: at + 60_000, receivedAt: at + 4 });
    expect(clock.at(now + 400)).toBeCloseTo(now + 400 + 60_002, -1);
  });

  test('ignores samples that can’t be true', () => {
    const { clock, now } = measure(
      Array.from({ length: 8 }, () => [2, 2]),
      0,
    );
    const before = clock.at(now);
    clock.add({ sentAt: now, answeredAt: Number.NaN, receivedAt: now });
    clock.add({ sentAt: now, answeredAt: 5, receivedAt: now - 1 });
    clock.add({ sentAt: Number.NEGATIVE_INFINITY, answeredAt: 5, receivedAt: now });
    expect(clock.at(now)).toBe(before);
  });
});

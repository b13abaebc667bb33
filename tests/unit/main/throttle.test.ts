import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createThrottle, throttled } from '../../../main/beside/throttle.ts';
import { createMovedClock } from '../../helpers/moved-clock.ts';

const burstSeconds = 0.25;
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a throttle', () => {
  it('lets at most rate × time + burst pass in any stretch of time, and nearly as much', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 16_384, max: 5_000_000 }),
        fc.array(fc.integer({ min: 1, max: 2_000 }), { minLength: 1, maxLength: 40 }),
        async (rate, waits) => {
          const clock = createMovedClock();
          const throttle = createThrottle(clock);
          throttle.setRate(rate);
          const passed: { at: number; bytes: number }[] = [];
          let isDone = false;
          const send = async () => {
            while (!isDone) {
              const bytes = throttle.piece(256 * 1024);
              await throttle.take(bytes);
              passed.push({ at: clock.monotonic(), bytes });
            }
          };
          const sending = send();
          for (const wait of waits) {
            for (let left = wait; left > 0; left -= 10) {
              clock.advance(Math.min(10, left));
              await settle();
            }
          }
          isDone = true;
          throttle.setRate(null);
          await sending;
          const total = passed.slice(0, -1).reduce((sum, { bytes }) => sum + bytes, 0);
          const seconds = waits.reduce((sum, wait) => sum + wait, 0) / 1000;
          expect(total).toBeLessThanOrEqual(rate * (seconds + burstSeconds) + 1);
          expect(total).toBeGreaterThanOrEqual(rate * Math.max(0, seconds - 0.1) * 0.98 - throttle.piece(1));
          for (let from = 0; from < passed.length - 1; from += 7) {
            let sum = 0;
            for (const { at, bytes } of passed.slice(from, -1)) {
              sum += bytes;
              const start = passed[from]?.at ?? 0;
              expect(sum).toBeLessThanOrEqual(rate * ((at - start) / 1000 + burstSeconds) + 1);
            }
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it('passes everything at once without a rate, and nothing at the rate 0', async () => {
    const throttle = createThrottle(createMovedClock());
    await throttle.take(10 ** 9);
    throttle.setRate(0);
    let hasPassed = false;
    const waiting = throttle.take(1).then(() => {
      hasPassed = true;
    });
    await settle();
    expect(hasPassed).toBe(false);
    throttle.setRate(null);
    await waiting;
  });

  it('makes the others wait for bytes that could not', async () => {
    const clock = createMovedClock();
    const throttle = createThrottle(clock);
    throttle.setRate(1_000_000);
    throttle.spend(2_000_000);
    let hasPassed = false;
    void throttle.take(1_000).then(() => {
      hasPassed = true;
    });
    clock.advance(1_900);
    await settle();
    expect(hasPassed).toBe(false);
    clock.advance(200);
    await settle();
    expect(hasPassed).toBe(true);
  });

  it('lets go of one that gives up, and serves the next', async () => {
    const clock = createMovedClock();
    const throttle = createThrottle(clock);
    throttle.setRate(1_000_000);
    const giveUp = new AbortController();
    const first = throttle.take(200_000, giveUp.signal);
    const second = throttle.take(1_000);
    giveUp.abort(new Error('given up'));
    await expect(first).rejects.toThrow('given up');
    clock.advance(5);
    await second;
  });

  it('slows a stream down without changing it', async () => {
    const clock = createMovedClock();
    const throttle = createThrottle(clock);
    throttle.setRate(1_000_000);
    const bytes = new Uint8Array(500_000).map((_, at) => at % 251);
    const source = new Blob([bytes]).stream() as ReadableStream<Uint8Array>;
    const reading = new Response(throttled(source, throttle)).arrayBuffer();
    let isDone = false;
    void reading.then(() => {
      isDone = true;
    });
    for (let passed = 0; passed < 200; passed += 10) {
      clock.advance(10);
      await settle();
    }
    expect(isDone).toBe(false);
    for (let passed = 0; passed < 1_000; passed += 10) {
      clock.advance(10);
      await settle();
    }
    expect(new Uint8Array(await reading)).toEqual(bytes);
  });
});

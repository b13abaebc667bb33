import type { Clock } from '../../../common/clock.ts';
import { createServerClock } from '../../../common/server-clock.ts';

/** At first it asks often, so that the clock is known soon. In milliseconds. */
const firstEvery = 100;
const firstCount = 20;
const laterEvery = 1_000;
/** Answers that are awaited at once. */
const mostAwaited = 8;

/**
 * Keeps an estimate of the server's clock, from `start` to `stop`. `ask` sends how long messages take at most, and
 * resolves to the server's time; null if it wasn't answered.
 */
export function createClockSamples(clock: Clock, ask: (delay: number | null) => Promise<number | null>) {
  const estimate = createServerClock();
  let cancel = () => {};
  /** Counts the starts, so that answers to an earlier one are dropped. */
  let generation = 0;
  let asked = 0;
  let awaited = 0;

  async function sample(): Promise<void> {
    const own = generation;
    const sentAt = clock.monotonic();
    awaited += 1;
    const answeredAt = await ask(estimate.longestDelay(sentAt));
    if (own !== generation) return;
    awaited -= 1;
    if (answeredAt !== null) estimate.add({ sentAt, answeredAt, receivedAt: clock.monotonic() });
  }

  function tick(): void {
    if (awaited < mostAwaited) {
      asked += 1;
      void sample();
    }
    cancel = clock.later(asked < firstCount ? firstEvery : laterEvery, tick);
  }

  function stop(): void {
    generation += 1;
    awaited = 0;
    cancel();
  }

  return {
    /** Begins again: the server may be another one, with a clock of its own. */
    start(): void {
      stop();
      estimate.reset();
      asked = 0;
      tick();
    },
    stop,
    serverTime: () => estimate.at(clock.monotonic()),
    /** How wrong it can be at most, in milliseconds. */
    uncertainty: () => estimate.uncertainty(clock.monotonic()),
  };
}

import type { Clock } from '../common/clock.ts';
import type { Readiness } from './readiness.ts';
import type { Realtime } from './realtime/realtime.ts';

type Parts = {
  readiness: Pick<Readiness, 'drain'>;
  realtime: Pick<Realtime, 'letGo'>;
  /** Resolves when no bytes arrive any more. */
  uploads: { idle(): Promise<void> };
  clock: Clock;
};

/**
 * Empties a server behind a balancer before it is closed. First it is not ready, for so many seconds that the balancer
 * notices and sends nothing more. Then sockets go in batches, and uploads in flight may end, for as long again. Uploads
 * that are left are interrupted by `close` and continued on another node.
 */
export async function drain({ readiness, realtime, uploads, clock }: Parts, seconds: number): Promise<void> {
  const milliseconds = seconds * 1000;
  readiness.drain();
  await within(clock, milliseconds, new Promise<never>(() => {}));
  await within(clock, milliseconds, Promise.all([realtime.letGo(milliseconds), uploads.idle()]));
}

/** Waits for `work`, but not longer. */
async function within(clock: Clock, milliseconds: number, work: Promise<unknown>): Promise<void> {
  if (milliseconds === 0) return;
  let cancel = () => {};
  const over = new Promise<void>((resolve) => {
    cancel = clock.later(milliseconds, resolve);
  });
  await Promise.race([work, over]);
  cancel();
}

import type { Clock } from '../common/clock.ts';
import type { Leaving } from './http/leaving.ts';
import type { Readiness } from './readiness.ts';
import type { Realtime } from './realtime/realtime.ts';

type Parts = {
  readiness: Pick<Readiness, 'drain'>;
  leaving: Leaving;
  realtime: Pick<Realtime, 'letGo'>;
  /** Resolves when no bytes arrive any more. */
  uploads: { idle(): Promise<void> };
  clock: Clock;
};

/**
 * Empties a server behind a balancer before it is closed. First it is not ready, for so many seconds that the balancer
 * notices and sends nothing more. Then it takes no more connections, by which a balancer notices that asks for no
 * readiness; sockets go in batches, and uploads in flight may end, for as long again. Then it serves what comes over the
 * connections that are left, until there are none. Uploads that are left are interrupted by `close` and continued on
 * another node. With 0 seconds there is no balancer, and nothing to wait for.
 */
export async function drain(parts: Parts, seconds: number): Promise<void> {
  const { readiness, leaving, realtime, uploads, clock } = parts;
  const milliseconds = seconds * 1000;
  readiness.drain();
  if (milliseconds === 0) return;
  await within(clock, milliseconds, new Promise<never>(() => {}));
  await leaving.leave();
  await within(clock, milliseconds, Promise.all([realtime.letGo(milliseconds), uploads.idle()]));
  await within(clock, leaving.patienceMilliseconds, leaving.gone());
}

/** Waits for `work`, but not longer. */
async function within(clock: Clock, milliseconds: number, work: Promise<unknown>): Promise<void> {
  let cancel = () => {};
  const over = new Promise<void>((resolve) => {
    cancel = clock.later(milliseconds, resolve);
  });
  await Promise.race([work, over]);
  cancel();
}

import type { Logger } from 'pino';
import type { Clock } from '../common/clock.ts';
import type { ClockCheck } from './nodes/clock-check.ts';
import type { Nodes } from './nodes/nodes.ts';

const hourMilliseconds = 60 * 60 * 1000;

/** Removes what has expired. Stops early, between two steps, when its signal aborts. */
export type Sweep = (signal: AbortSignal) => Promise<void>;

/** The same sweeps, which only run on the node that holds the job. One whose clock is wrong leaves it to the others. */
export function onOneNode(
  { nodes, clocks }: { nodes: Pick<Nodes, 'holds' | 'leave'>; clocks: ClockCheck },
  job: string,
  sweeps: Sweep[],
): Sweep[] {
  return sweeps.map((sweep) => async (signal) => {
    if (!(await clocks.isRight())) await nodes.leave(job);
    else if (await nodes.holds(job)) await sweep(signal);
  });
}

/** Runs the sweeps now and every hour. Returns a function that interrupts the running ones and waits for their end. */
export function sweepRegularly(sweeps: Sweep[], log: Logger): () => Promise<void> {
  const stopping = new AbortController();
  let running: Promise<unknown> = Promise.resolve();
  const sweep = () => {
    running = Promise.all(
      sweeps.map((run) =>
        run(stopping.signal).catch((error) =>
          log.error({ err: error }, 'A sweep failed; the next one tries again'),
        ),
      ),
    );
  };
  sweep();
  const timer = setInterval(sweep, hourMilliseconds);
  return async () => {
    clearInterval(timer);
    stopping.abort();
    await running;
  };
}

export function daysAgo(days: number, clock: Clock): Date {
  return new Date(clock.now() - days * 24 * hourMilliseconds);
}

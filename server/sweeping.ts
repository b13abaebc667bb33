import type { Logger } from 'pino';

const hourMilliseconds = 60 * 60 * 1000;

/** Removes what is over. Ends early, between two steps, when its signal is aborted. */
export type Sweep = (signal: AbortSignal) => Promise<void>;

/** Runs these, now and every hour. Answers how to stop, which breaks off those that are running and waits for them. */
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

export function daysAgo(days: number): Date {
  return new Date(Date.now() - days * 24 * hourMilliseconds);
}

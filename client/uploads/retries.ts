import type { Environment } from '../../common/environment.ts';
import { fullJitter } from '../common/backoff.ts';

/** What is tried again when its time comes, later and later while it keeps failing. By the transfer's id. */
export type Retries = {
  /** Puts the next try off, instead of one that waits already. Answers by how many milliseconds. */
  later(id: string): number;
  isWaiting(id: string): boolean;
  waiting(): string[];
  /** Nothing is tried any more; the next failure still waits longer than the last. */
  cancel(id: string): void;
  /** It went well, or is given up: the next failure is a first one. */
  forget(id: string): void;
  /** Nothing is tried any more, whatever is put off from now on. */
  stop(): void;
};

/** `retry` must not throw: nobody waits for it. */
export function createRetries(
  retry: (id: string) => void,
  { clock, random }: Pick<Environment, 'clock' | 'random'>,
): Retries {
  const timers = new Map<string, () => void>();
  const attempts = new Map<string, number>();
  let stopped = false;

  function cancel(id: string): void {
    timers.get(id)?.();
    timers.delete(id);
  }

  return {
    later(id) {
      const attempt = attempts.get(id) ?? 0;
      attempts.set(id, attempt + 1);
      const milliseconds = fullJitter(attempt, undefined, random);
      cancel(id);
      if (stopped) return milliseconds;
      const retryNow = () => retry(id);
      timers.set(id, clock.later(milliseconds, retryNow));
      return milliseconds;
    },
    isWaiting: (id) => timers.has(id),
    waiting: () => [...timers.keys()],
    cancel,
    forget(id) {
      cancel(id);
      attempts.delete(id);
    },
    stop() {
      stopped = true;
      for (const id of timers.keys()) cancel(id);
    },
  };
}

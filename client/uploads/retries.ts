import type { Environment } from '../../common/environment.ts';
import { fullJitter } from '../common/backoff.ts';
import { createListeners } from '../common/listeners.ts';

/** Transfers that are retried later, after longer and longer delays while they keep failing. By the transfer's id. */
export type Retries = {
  /** Schedules the next retry, replacing a scheduled one. Returns the delay in milliseconds. */
  schedule(id: string): number;
  isScheduled(id: string): boolean;
  scheduled(): string[];
  /** Removes a scheduled retry; the next failure still gets a longer delay than the last. */
  cancel(id: string): void;
  /** It succeeded, or was given up: the next failure counts as the first. */
  forget(id: string): void;
  /** Nothing awaits the listener, so it must not throw. */
  onDue(listener: (id: string) => void): () => void;
  /** Nothing becomes due any more, whatever is scheduled from now on. */
  stop(): void;
};

export function createRetries({ clock, random }: Pick<Environment, 'clock' | 'random'>): Retries {
  const due = createListeners<string>();
  const timers = new Map<string, () => void>();
  const attempts = new Map<string, number>();
  let stopped = false;

  function cancel(id: string): void {
    timers.get(id)?.();
    timers.delete(id);
  }

  return {
    schedule(id) {
      const attempt = attempts.get(id) ?? 0;
      attempts.set(id, attempt + 1);
      const milliseconds = fullJitter(attempt, undefined, random);
      cancel(id);
      const cancelTimer = stopped ? undefined : clock.later(milliseconds, () => due.notify(id));
      if (cancelTimer) timers.set(id, cancelTimer);
      return milliseconds;
    },
    isScheduled: (id) => timers.has(id),
    scheduled: () => [...timers.keys()],
    cancel,
    forget(id) {
      cancel(id);
      attempts.delete(id);
    },
    onDue: due.add,
    stop() {
      stopped = true;
      for (const id of timers.keys()) cancel(id);
    },
  };
}

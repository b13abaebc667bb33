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
export function createRetries(retry: (id: string) => void): Retries {
  const timers = new Map<string, NodeJS.Timeout>();
  const attempts = new Map<string, number>();
  let stopped = false;

  function cancel(id: string): void {
    clearTimeout(timers.get(id));
    timers.delete(id);
  }

  return {
    later(id) {
      const attempt = attempts.get(id) ?? 0;
      attempts.set(id, attempt + 1);
      const milliseconds = fullJitter(attempt);
      cancel(id);
      if (!stopped) timers.set(id, setTimeout(retry, milliseconds, id));
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

import type { AttemptStore } from '../attempts/attempt-store.ts';

/** Counts attempts by key within a time. */
export type AttemptLimiter = {
  /**
   * Counts an attempt and answers null, or answers in how many seconds the next one is allowed. Counted before the
   * outcome is known, so that many at once don't slip through. A refused attempt is not counted.
   */
  begin(key: string): Promise<number | null>;
  /** Takes back the latest attempt: it was no failure. */
  forgive(key: string): Promise<void>;
};

/** `maximum` attempts are allowed within the window; 0 = no limit. */
export function createAttemptLimiter(
  store: AttemptStore,
  { maximum, windowMilliseconds }: { maximum: number; windowMilliseconds: number },
): AttemptLimiter {
  return {
    async begin(key) {
      if (maximum === 0) return null;
      return store.change([key], windowMilliseconds, ([attempts], now) => {
        const oldest = attempts?.times.at(-maximum);
        if (oldest !== undefined) return Math.max(1, Math.ceil((oldest + windowMilliseconds - now) / 1000));
        attempts?.times.push(now);
        return null;
      });
    },
    async forgive(key) {
      if (maximum > 0)
        await store.change([key], windowMilliseconds, ([attempts]) => void attempts?.times.pop());
    },
  };
}

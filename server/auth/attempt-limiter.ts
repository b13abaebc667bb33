const maximumKeys = 50_000;

/** Counts attempts by key within a time, in memory: a restart forgets them. */
export type AttemptLimiter = {
  /**
   * Counts an attempt and answers null, or answers in how many seconds the next one is allowed. Counted before the
   * outcome is known, so that many at once don't slip through. A refused attempt is not counted.
   */
  begin(key: string): number | null;
  /** Takes back the latest attempt: it was no failure. */
  forgive(key: string): void;
  /** Forgets all attempts of a key. */
  clear(key: string): void;
};

/** `maximum` attempts are allowed within the window; 0 = no limit. `now` is monotonic, in milliseconds. */
export function createAttemptLimiter(options: {
  maximum: number;
  windowMilliseconds: number;
  now?: () => number;
}): AttemptLimiter {
  const { maximum, windowMilliseconds, now = () => performance.now() } = options;
  const attempts = new Map<string, number[]>();

  return {
    begin(key) {
      if (maximum === 0) return null;
      const at = now();
      const recent = (attempts.get(key) ?? []).filter((time) => time > at - windowMilliseconds);
      const oldest = recent.at(-maximum);
      if (oldest !== undefined) return Math.max(1, Math.ceil((oldest + windowMilliseconds - at) / 1000));
      // Deleted first, so that the map's first key is the one tried longest ago.
      attempts.delete(key);
      attempts.set(key, [...recent, at]);
      if (attempts.size > maximumKeys) attempts.delete(attempts.keys().next().value ?? '');
      return null;
    },
    forgive(key) {
      const left = attempts.get(key)?.slice(0, -1) ?? [];
      if (left.length > 0) attempts.set(key, left);
      else attempts.delete(key);
    },
    clear: (key) => void attempts.delete(key),
  };
}

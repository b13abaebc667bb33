import type { Clock } from '../../common/clock.ts';

const maximumKeys = 50_000;

/** After too many failures, attempts are this far apart at first, and twice as far after each. */
const firstMilliseconds = 1_000;

/**
 * Spaces attempts by key instead of refusing them: a wrong guess never locks the right password out, it only has to wait
 * for its turn. In memory: a restart forgets it.
 */
export type SlowDown = {
  /** In how many milliseconds the next attempt may be made; 0 = now. */
  waitOf(key: string): number;
  /** Counts an attempt, which is made after `waitOf`. Before its outcome is known, so that many at once are spaced too. */
  note(key: string): void;
  /** Takes back the latest attempt: it was no failure. */
  forgive(key: string): void;
  /** Forgets all attempts of a key. */
  clear(key: string): void;
};

type Known = { attempts: number[]; nextAt: number };

/** `maximum` attempts within the window are free; 0 = all. */
export function createSlowDown(options: {
  maximum: number;
  windowMilliseconds: number;
  /** How far attempts are apart at most. */
  mostMilliseconds: number;
  clock: Clock;
}): SlowDown {
  const { maximum, windowMilliseconds, mostMilliseconds, clock } = options;
  const known = new Map<string, Known>();

  function recent(key: string): Known {
    const since = clock.monotonic() - windowMilliseconds;
    const { attempts = [], nextAt = 0 } = known.get(key) ?? {};
    return { attempts: attempts.filter((at) => at > since), nextAt };
  }

  function waitOf(key: string): number {
    const { attempts, nextAt } = recent(key);
    return maximum === 0 || attempts.length < maximum ? 0 : Math.max(0, nextAt - clock.monotonic());
  }

  return {
    waitOf,
    note(key) {
      if (maximum === 0) return;
      const { attempts } = recent(key);
      const at = clock.monotonic() + waitOf(key);
      const excess = attempts.length + 1 - maximum;
      const space = excess < 0 ? 0 : Math.min(mostMilliseconds, firstMilliseconds * 2 ** excess);
      // Deleted first, so that the map's first key is the one tried longest ago.
      known.delete(key);
      known.set(key, { attempts: [...attempts, at].slice(-maximum - 10), nextAt: at + space });
      if (known.size > maximumKeys) known.delete(known.keys().next().value ?? '');
    },
    forgive(key) {
      const { attempts, nextAt } = recent(key);
      if (attempts.length > 1) known.set(key, { attempts: attempts.slice(0, -1), nextAt });
      else known.delete(key);
    },
    clear: (key) => void known.delete(key),
  };
}

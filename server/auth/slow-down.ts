import type { AttemptStore, Attempts } from '../attempts/attempt-store.ts';

/** After too many failures, attempts are this far apart at first, and twice as far after each. */
const firstMilliseconds = 1_000;

/** `maximum` attempts within the window are free; 0 = all. After them, attempts are apart by `mostMilliseconds` at most. */
export type Pace = { maximum: number; windowMilliseconds: number; mostMilliseconds: number };

/** An attempt by a key, which is unique among all keys of the store. */
export type Turn = { key: string; pace: Pace };

/**
 * Spaces attempts by key instead of refusing them: a wrong guess never locks the right password out, it only has to wait
 * for its turn.
 */
export type SlowDown = {
  /**
   * Counts an attempt by all of these keys, and answers in how many milliseconds it may be made; 0 = now. Before its outcome
   * is known, so that many at once are spaced too. One that would wait longer than `heldMilliseconds` isn't counted.
   */
  begin(turns: readonly Turn[], heldMilliseconds: number): Promise<number>;
  /** Takes back the latest attempt by these keys, which was no failure, and forgets all attempts of `cleared`. */
  forgive(turns: readonly Turn[], cleared?: Turn): Promise<void>;
};

export function createSlowDown(store: AttemptStore): SlowDown {
  function change<Result>(turns: readonly Turn[], step: (attempts: Attempts[], now: number) => Result) {
    const longest = Math.max(...turns.map(({ pace }) => pace.windowMilliseconds));
    return store.change(
      turns.map(({ key }) => key),
      longest,
      step,
    );
  }

  return {
    async begin(asked, heldMilliseconds) {
      const turns = asked.filter(({ pace }) => pace.maximum > 0);
      if (turns.length === 0) return 0;
      return change(turns, (all, now) => {
        const waits = turns.map(({ pace }, index) => waitOf(all[index], pace, now));
        const wait = Math.max(...waits);
        if (wait > heldMilliseconds) return wait;
        for (const [index, { pace }] of turns.entries()) {
          const attempts = all[index];
          if (attempts) note(attempts, pace, now + (waits[index] ?? 0));
        }
        return wait;
      });
    },
    async forgive(asked, cleared) {
      const turns = asked.filter(({ pace }) => pace.maximum > 0);
      if (turns.length === 0) return;
      await change(turns, (all) => {
        for (const [index, turn] of turns.entries()) {
          const attempts = all[index];
          if (turn.key === cleared?.key) attempts?.times.splice(0);
          else attempts?.times.pop();
        }
      });
    },
  };
}

function waitOf(attempts: Attempts | undefined, pace: Pace, now: number): number {
  const { times = [], nextAt = 0 } = attempts ?? {};
  return times.filter((at) => at > now - pace.windowMilliseconds).length < pace.maximum
    ? 0
    : Math.max(0, nextAt - now);
}

function note(attempts: Attempts, { maximum, mostMilliseconds }: Pace, at: number): void {
  const excess = attempts.times.length + 1 - maximum;
  const space = excess < 0 ? 0 : Math.min(mostMilliseconds, firstMilliseconds * 2 ** excess);
  attempts.times = [...attempts.times, at].slice(-maximum - 10);
  attempts.nextAt = at + space;
}

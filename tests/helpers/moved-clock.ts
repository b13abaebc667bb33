import type { Clock } from '../../common/clock.ts';

/** A clock that moves only when a test advances it. */
export type MovedClock = Clock & {
  /** Runs the tasks that become due, in order. */
  advance(milliseconds: number): void;
};

export function createMovedClock(): MovedClock {
  let now = 0;
  const waiting = new Set<{ at: number; task: () => void }>();
  return {
    now: () => now,
    monotonic: () => now,
    later(milliseconds, task) {
      const entry = { at: now + milliseconds, task };
      waiting.add(entry);
      return () => void waiting.delete(entry);
    },
    advance(milliseconds) {
      const until = now + milliseconds;
      for (;;) {
        const [next] = [...waiting].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
        if (!next) break;
        waiting.delete(next);
        now = next.at;
        next.task();
      }
      now = until;
    },
  };
}

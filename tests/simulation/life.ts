/** Thrown by everything that outlives a process once that process has ended. */
export class LifeOver extends Error {
  constructor() {
    super('This process has ended');
    this.name = 'LifeOver';
  }
}

/**
 * One life of a process. When it ends, it ends like one that is killed: its memory can no longer
 * affect the things that outlive it: its disk, the network, and time.
 */
export type Life = {
  isOver(): boolean;
  end(): void;
  /** Does something that outlives the process. The process may be killed right before or right after it. */
  step<Result>(act: () => Result): Result;
  /** Kills it after that many half steps: before a step is done, or after. Infinity: never. */
  endIn(halves: number): void;
  /** Throws if it is over. */
  check(): void;
};

export function createLife(ended: () => void): Life {
  let isOver = false;
  let halves = Number.POSITIVE_INFINITY;

  function end(): void {
    if (isOver) return;
    isOver = true;
    ended();
  }

  function check(): void {
    if (isOver) throw new LifeOver();
  }

  function half(): void {
    halves -= 1;
    if (halves <= 0) end();
    check();
  }

  return {
    isOver: () => isOver,
    end,
    check,
    endIn(count) {
      halves = count;
    },
    step(act) {
      check();
      half();
      const result = act();
      half();
      return result;
    },
  };
}

type Methods = { [Name in string]: unknown };

/**
 * The same object, but its methods throw once the life is over; those named in `steps` (`applyEntries`, `comments.write`)
 * are steps. Nested objects are treated alike.
 */
export function bound<Target extends object>(
  target: Target,
  life: Life,
  steps: ReadonlySet<string>,
  prefix = '',
): Target {
  const methods: Methods = {};
  for (const [key, member] of Object.entries(target as Methods)) {
    const name = prefix + key;
    if (typeof member === 'function') {
      methods[key] = (...values: unknown[]) => {
        life.check();
        return steps.has(name) ? life.step(() => member(...values)) : member(...values);
      };
    } else methods[key] = bound(member as object, life, steps, `${name}.`);
  }
  return methods as Target;
}

/** What everything that outlives a process throws once that process has ended. */
export class LifeOver extends Error {
  constructor() {
    super('This process has ended');
    this.name = 'LifeOver';
  }
}

/**
 * One life of a process. When it ends, it ends like one that is killed: what it holds in memory can do nothing any more
 * to what outlives it, which is its disk, the network, and time.
 */
export type Life = {
  isOver(): boolean;
  end(): void;
  /** Something that outlives the process. It may be the last that it does: killed before it, or right after. */
  step<Result>(act: () => Result): Result;
  /** Lets it be killed at the so-manieth half of a step from now: before it is done, or after. Infinity: not at all. */
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
 * The same object, but its methods throw once the life is over; those in `steps` (`applyEntries`, `comments.write`) are
 * steps. Objects in it are treated alike.
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

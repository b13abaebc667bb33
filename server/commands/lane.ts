/**
 * Runs tasks one after the other, in the order they came. A task that fails doesn't stop those behind it.
 *
 * Every change and every join of a room goes through one lane: so pokes leave in the order of `seq`, and the head
 * a joining socket is told is exactly the point from which it will hear.
 */
export type Lane = {
  /** Never call from inside a task of the same lane: it would wait for itself. */
  run<Result>(task: () => Promise<Result>): Promise<Result>;
  /** Resolves when all tasks given so far have ended. */
  idle(): Promise<void>;
};

export function createLane(): Lane {
  let tail: Promise<unknown> = Promise.resolve();
  return {
    run(task) {
      const result = tail.then(task);
      tail = result.catch(() => {});
      return result;
    },
    idle: async () => {
      await tail;
    },
  };
}

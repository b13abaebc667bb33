/** Runs tasks one after the other, in the order they were added. A task that fails does not stop those behind it. */
export type SerialQueue = {
  /** Resolves or rejects as the task does. Calling it from a task of the same queue and awaiting the result deadlocks. */
  run<Result>(task: () => Promise<Result>): Promise<Result>;
  /** Resolves when every task added so far has ended. */
  idle(): Promise<void>;
};

export function createSerialQueue(): SerialQueue {
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

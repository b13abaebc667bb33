/**
 * Time as client, server and app see it. Passed in, so that a test, or a simulation of a whole band, can hold it, move
 * it, and set it wrong.
 */
export type Clock = {
  /** Unix time in milliseconds. It advances while the computer sleeps, and jumps when it is set. */
  now(): number;
  /** In milliseconds; only differences mean anything. Never goes back. */
  monotonic(): number;
  /** Runs `task` in that many milliseconds, unless the returned function is called before. */
  later(milliseconds: number, task: () => void): () => void;
};

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  later(milliseconds, task) {
    const timer = setTimeout(task, milliseconds);
    return () => clearTimeout(timer);
  },
};

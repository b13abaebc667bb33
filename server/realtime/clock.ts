/** Time as presence and typing see it; tests bring one that they move themselves. */
export type Clock = {
  /** In milliseconds; only differences mean anything. */
  now(): number;
  /** Runs `task` in that many milliseconds, unless the returned function is called before. */
  later(milliseconds: number, task: () => void): () => void;
};

export const systemClock: Clock = {
  now: () => performance.now(),
  later(milliseconds, task) {
    const timer = setTimeout(task, milliseconds);
    return () => clearTimeout(timer);
  },
};

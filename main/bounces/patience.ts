/**
 * A time limit for several tasks that end one after the other. Tasks that have not ended by then are no longer awaited.
 */
export type Patience = {
  /** Resolves or rejects as `work` does, or resolves when the time is up. */
  with(work: Promise<unknown>): Promise<void>;
  isOver(): boolean;
};

export function createPatience(milliseconds: number): Patience {
  let isOver = false;
  const over = new Promise<void>((resolve) => {
    setTimeout(() => {
      isOver = true;
      resolve();
    }, milliseconds).unref();
  });
  return {
    async with(work) {
      await Promise.race([work, over]);
    },
    isOver: () => isOver,
  };
}

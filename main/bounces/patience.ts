/** A time in which several things may end, one after the other; what isn't over then is left to itself. */
export type Patience = {
  /** Ends with the work, or with the time. Rejects as the work does, unless the time was over first. */
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

/** Work on bytes, by their hash: one at a time, the last requested first. What is requested again moves to the front. */
export type NewestFirst<Item> = {
  request(item: Item): void;
  /** How many wait. */
  waiting(): number;
  /** Resolves once nothing waits or runs. */
  idle(): Promise<void>;
  /** Nothing begins from now on. */
  close(): void;
  isClosed(): boolean;
};

export function createNewestFirst<Item extends { sha256: string }>(parts: {
  run(item: Item): Promise<void>;
  /** `run` has rejected. The others go on. */
  onFailure(error: unknown, item: Item): void;
  /** Awaited before each. */
  wait?(): Promise<void>;
  /** Called whenever nothing waits any more. */
  rest(): Promise<void>;
}): NewestFirst<Item> {
  const requested = new Map<string, Item>();
  let running: Promise<void> | null = null;
  let isClosed = false;

  function begin(): void {
    if (isClosed || requested.size === 0) return;
    running ??= work().finally(() => {
      running = null;
      // Something may have been requested while it came to rest.
      begin();
    });
  }

  async function work(): Promise<void> {
    for (;;) {
      await parts.wait?.();
      const last = [...requested.values()].at(-1);
      if (!last || isClosed) break;
      requested.delete(last.sha256);
      try {
        await parts.run(last);
      } catch (error) {
        parts.onFailure(error, last);
      }
    }
    await parts.rest();
  }

  return {
    request(item) {
      requested.delete(item.sha256);
      requested.set(item.sha256, item);
      begin();
    },
    waiting: () => requested.size,
    async idle() {
      while (running) await running;
    },
    close() {
      isClosed = true;
    },
    isClosed: () => isClosed,
  };
}

type Held = { requestRelease: () => void; waiting: Waiter[] };
type Waiter = { requestRelease: () => void; enter: () => void };

/**
 * One holder at a time for each key; the others wait in order. Each newcomer asks the holder to let go
 * (`requestRelease`), so that a request on a half-dead connection doesn't lock out its own client.
 */
export type KeyedLock = {
  /** Resolves once the key is held. Rejects with the signal's reason if it aborts while waiting. */
  acquire(key: string, requestRelease?: () => void, signal?: AbortSignal): Promise<void>;
  release(key: string): void;
  /** Holds the key while `task` runs. */
  run<Result>(key: string, task: () => Promise<Result>): Promise<Result>;
  isHeld(key: string): boolean;
  /** Asks every holder to let go, and resolves when no key is held. */
  drain(): Promise<void>;
};

export function createKeyedLock(): KeyedLock {
  const held = new Map<string, Held>();
  let whenEmpty: (() => void)[] = [];

  async function acquire(key: string, requestRelease = () => {}, signal?: AbortSignal): Promise<void> {
    const holder = held.get(key);
    if (!holder) {
      held.set(key, { requestRelease, waiting: [] });
      return;
    }
    holder.requestRelease();
    await new Promise<void>((resolve, reject) => {
      const waiter: Waiter = {
        requestRelease,
        enter: () => {
          signal?.removeEventListener('abort', giveUp);
          resolve();
        },
      };
      const giveUp = () => {
        holder.waiting = holder.waiting.filter((each) => each !== waiter);
        reject(signal?.reason);
      };
      holder.waiting.push(waiter);
      if (signal?.aborted) giveUp();
      else signal?.addEventListener('abort', giveUp, { once: true });
    });
  }

  function release(key: string): void {
    const holder = held.get(key);
    if (!holder) throw new Error(`Nobody holds ${key}.`);
    const next = holder.waiting.shift();
    if (next) {
      holder.requestRelease = next.requestRelease;
      next.enter();
      if (holder.waiting.length > 0) next.requestRelease();
      return;
    }
    held.delete(key);
    if (held.size > 0) return;
    for (const resolve of whenEmpty) resolve();
    whenEmpty = [];
  }

  return {
    acquire,
    release,
    async run(key, task) {
      await acquire(key);
      try {
        return await task();
      } finally {
        release(key);
      }
    },
    isHeld: (key) => held.has(key),
    async drain() {
      for (const holder of held.values()) holder.requestRelease();
      if (held.size > 0) await new Promise<void>((resolve) => whenEmpty.push(resolve));
    },
  };
}

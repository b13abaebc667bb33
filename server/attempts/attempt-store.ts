/** The attempts of a key that still count: their times, and the time of the next turn. In milliseconds of the store's clock. */
export type Attempts = { times: number[]; nextAt: number };

/** Where attempts are counted. */
export type AttemptStore = {
  /**
   * Calls `step` with the attempts of these keys and the time. It may change them; those without a time are forgotten. No
   * other step sees these keys meanwhile, on any server. Nothing is kept longer than `milliseconds`.
   */
  change<Result>(
    keys: readonly string[],
    milliseconds: number,
    step: (attempts: Attempts[], now: number) => Result,
  ): Promise<Result>;
};

/** A store for each name: attempts of different kinds have nothing to do with each other. */
export type AttemptStores = (name: string) => AttemptStore;

const maximumKeys = 50_000;

/** For a server that is alone: a restart forgets the attempts. `now` is monotonic, in milliseconds. */
export function createLocalAttempts(now: () => number): AttemptStores {
  return () => {
    const known = new Map<string, Attempts>();
    return {
      async change(keys, milliseconds, step) {
        const at = now();
        const attempts = keys.map((key) => {
          const { times = [], nextAt = 0 } = known.get(key) ?? {};
          return { times: times.filter((time) => time > at - milliseconds), nextAt };
        });
        const result = step(attempts, at);
        for (const [index, key] of keys.entries()) {
          const left = attempts[index];
          // Deleted first, so that the map's first key is the one tried longest ago.
          known.delete(key);
          if (left && left.times.length > 0) known.set(key, left);
        }
        while (known.size > maximumKeys) known.delete(known.keys().next().value ?? '');
        return result;
      },
    };
  };
}

/** Maps that change together or not at all. Their values are never changed in place. */
export type Memory = {
  map<Key, Value>(): Map<Key, Value>;
  /** Runs `change`. If that throws, every map is restored. */
  inTransaction<Result>(change: () => Result): Result;
};

/** Each transaction copies the maps' entries, but not their values: some thousands for a whole account. */
export function createMemory(): Memory {
  const maps: Map<unknown, unknown>[] = [];
  return {
    map<Key, Value>() {
      const map = new Map<Key, Value>();
      maps.push(map as Map<unknown, unknown>);
      return map;
    },
    inTransaction(change) {
      const saved = maps.map((map) => [...map]);
      try {
        return change();
      } catch (error) {
        for (const [index, map] of maps.entries()) {
          map.clear();
          for (const [key, value] of saved[index] ?? []) map.set(key, value);
        }
        throw error;
      }
    },
  };
}

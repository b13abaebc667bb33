/** Everything opened so far, closed as a whole: when no longer needed, or when a later part can't be opened. */
export type Cleanup = {
  add(end: () => unknown): void;
  /** Closes the last opened first, and each of them even if others fail. Rejects with the first failure. */
  run(): Promise<void>;
};

export function createCleanup(): Cleanup {
  const ends: (() => unknown)[] = [];
  return {
    add: (end) => void ends.push(end),
    async run() {
      const failures: unknown[] = [];
      for (let end = ends.pop(); end; end = ends.pop()) {
        try {
          await end();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}

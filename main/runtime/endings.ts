/** What has been opened so far, to be ended as a whole: when it is no longer wanted, or when a later part can't be opened. */
export type Endings = {
  add(end: () => unknown): void;
  /** Ends the last opened first, each of them whatever another says. Rejects with what the first failure was. */
  run(): Promise<void>;
};

export function createEndings(): Endings {
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

import { mayPass } from './passing-trouble.ts';

/** When to look again at a file that the disk fails to read, before its transfer fails. By the transfer's id. */
export type Rereads = {
  /** Milliseconds until the next look; null when it is time to give up. */
  next(id: string, code: string): number | null;
  /** The next failure counts as the first. */
  forget(id: string): void;
};

/** Half a minute in all: about as long as a share takes to come back. */
const usualRereads: readonly number[] = [1_000, 2_000, 4_000, 8_000, 15_000];

export function createRereads(pauses: readonly number[] = usualRereads): Rereads {
  const failures = new Map<string, number>();
  return {
    next(id, code) {
      const times = failures.get(id) ?? 0;
      const pause = pauses[times];
      if (pause === undefined || !mayPass(code)) {
        failures.delete(id);
        return null;
      }
      failures.set(id, times + 1);
      return pause;
    },
    forget: (id) => void failures.delete(id),
  };
}

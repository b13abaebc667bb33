import { mayPass } from './unreadable.ts';

/** How often a file that the disk fails to read is looked at again, before that is said. By the transfer's id. */
export type Rereads = {
  /** How many milliseconds to wait before the next look; null when it is to be said. */
  next(id: string, code: string): number | null;
  /** It went well, is given up, or begins anew: the next failure is a first one. */
  forget(id: string): void;
};

/** Half a minute in all: as long as a share takes to come back. */
export const usualRereads: readonly number[] = [1_000, 2_000, 4_000, 8_000, 15_000];

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

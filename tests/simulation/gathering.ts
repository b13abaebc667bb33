import type { World } from './world.ts';

/** Lets changes meet in one transaction of a server, and counts what happened in those that were shared. */
export type Gathering = {
  /** As for `createGroupCommit`: takes none of the band's time, or some. */
  gather(): Promise<void>;
  observe(waits: readonly number[]): void;
  /** Whether the next transaction waits for time to pass. */
  isWaiting(): boolean;
  /** Hears of each statement. */
  saw(text: string): void;
  /** A command of the transaction was refused, or failed. */
  notDone(how: 'refused' | 'failed'): void;
};

export function createGathering(
  { schedule, chance, plan, tally }: World,
  isHealed: () => boolean,
): Gathering {
  const { often, most } = plan.gathering;
  const seen = { savepoint: false, refused: false, failed: false };
  let isWaiting = false;

  return {
    async gather() {
      Object.assign(seen, { savepoint: false, refused: false, failed: false });
      if (isHealed() || !chance.is(often)) return;
      isWaiting = true;
      await new Promise<void>((resolve) => schedule.after(chance.between(1, most), resolve));
      isWaiting = false;
    },
    observe({ length }) {
      if (length < 2) return;
      tally.sharedTransactions += 1;
      if (length >= 4) tally.sharedByFour += 1;
      if (seen.refused) tally.sharedWithRefusal += 1;
      if (seen.failed) tally.sharedWithFailure += 1;
      if (seen.savepoint) tally.sharedBegunAgain += 1;
    },
    isWaiting: () => isWaiting,
    // On SQLite only a transaction that has begun again has them.
    saw(text) {
      if (text === 'savepoint change') seen.savepoint = true;
    },
    notDone(how) {
      seen[how] = true;
    },
  };
}

/** The trouble of schedules, so that nobody mistakes an idle harness for a sound program. */
export type Tally = {
  schedules: number;
  /** Statements and other steps that were let go. */
  steps: number;
  /** Statements that waited for a lock. */
  lockWaits: number;
  /** Transactions that began, also for another try, and those that were committed and answered. */
  begun: number;
  transactions: number;
  /** Transactions of two changes or more. */
  sharedTransactions: number;
  operations: number;
  refusals: number;
  sentToBoth: number;
  /** Sent again, because the server could not do it. */
  retries: number;
  kills: number;
  /** Statements that met a row with the same key. */
  collisions: number;
};

export function createTally(): Tally {
  return {
    ...{
      schedules: 0,
      steps: 0,
      lockWaits: 0,
      begun: 0,
      transactions: 0,
      sharedTransactions: 0,
      operations: 0,
    },
    ...{ refusals: 0, sentToBoth: 0, retries: 0, kills: 0, collisions: 0 },
  };
}

export function addTally(sum: Tally, more: Tally): void {
  for (const key of Object.keys(sum) as (keyof Tally)[]) sum[key] += more[key];
}

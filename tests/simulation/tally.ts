/** The trouble of a run, or of many, so that nobody mistakes an idle harness for a sound program. */
export type Tally = {
  operations: number;
  /** Uploads whose commit was answered. */
  bounces: number;
  refusals: number;
  /** Refused at the moment the app ended. */
  untold: number;
  events: number;
  /** How often a page showed a confirmed operation whose events were still to come. */
  overlays: number;
  /** Clients' projects that were compared with the server at the same position of its log. */
  comparisons: number;
  requests: number;
  drops: number;
  duplicates: number;
  latePieces: number;
  lostAnswers: number;
  lostPokes: number;
  partitions: number;
  hangUps: number;
  clientCrashes: number;
  /** Of those, while something was in progress. */
  clientCrashesMidway: number;
  quits: number;
  powerCuts: number;
  serverCrashes: number;
  serverCrashesMidway: number;
  restores: number;
  clockJumps: number;
  sleeps: number;
  fullDisks: number;
  housekeepings: number;
  /** News that were told after their change. */
  bulkNews: number;
  /** Transactions of two changes or more; of four or more. */
  sharedTransactions: number;
  sharedByFour: number;
  /** Of the shared ones: a change was refused; failed; all began again with savepoints. */
  sharedWithRefusal: number;
  sharedWithFailure: number;
  sharedBegunAgain: number;
  /** Operations that arrived again before they were answered. */
  repeatsInProgress: number;
  /** Between several servers. */
  lostHints: number;
};

export function createTally(): Tally {
  return {
    ...{
      operations: 0,
      bounces: 0,
      refusals: 0,
      untold: 0,
      events: 0,
      overlays: 0,
      comparisons: 0,
      requests: 0,
    },
    ...{ drops: 0, duplicates: 0, latePieces: 0, lostAnswers: 0, lostPokes: 0, partitions: 0, hangUps: 0 },
    ...{
      clientCrashes: 0,
      clientCrashesMidway: 0,
      quits: 0,
      powerCuts: 0,
      serverCrashes: 0,
      serverCrashesMidway: 0,
    },
    ...{ sharedTransactions: 0, sharedByFour: 0, sharedWithRefusal: 0, sharedWithFailure: 0 },
    ...{ sharedBegunAgain: 0, repeatsInProgress: 0 },
    ...{ restores: 0, clockJumps: 0, sleeps: 0, fullDisks: 0, housekeepings: 0, bulkNews: 0, lostHints: 0 },
  };
}

export function addTally(sum: Tally, more: Tally): void {
  for (const key of Object.keys(sum) as (keyof Tally)[]) sum[key] += more[key];
}

import { expect, it } from 'vitest';
import { commandSchemas } from '../../protocol/wire/command.ts';
import { hardships } from './hardships.ts';
import { describeFailure, runSeeds, type SeedsReport, summarise } from './run-seeds.ts';
import type { Tally } from './tally.ts';

const first = Number(process.env.SIMULATION_FIRST ?? 1);
const count = Number(process.env.SIMULATION_SEEDS ?? 500);

/** The least trouble that a thousand bands must have seen; with less, the harness is idle. */
const leastOfThousand: { [Name in keyof Tally]: number } = {
  ...{
    operations: 8_000,
    bounces: 500,
    refusals: 300,
    untold: 0,
    events: 20_000,
    overlays: 2_000,
    comparisons: 10_000,
    requests: 60_000,
  },
  ...{ drops: 8_000, duplicates: 4_000, latePieces: 700, lostAnswers: 2_500, lostPokes: 1_000 },
  ...{
    partitions: 800,
    hangUps: 1_200,
    clientCrashes: 700,
    clientCrashesMidway: 300,
    quits: 200,
    powerCuts: 200,
  },
  ...{ serverCrashes: 350, serverCrashesMidway: 150, restores: 40, clockJumps: 350, sleeps: 150 },
  ...{ sharedTransactions: 1_300, sharedByFour: 150, sharedWithRefusal: 250, sharedWithFailure: 40 },
  ...{ sharedBegunAgain: 180, repeatsInProgress: 130 },
  ...{ fullDisks: 100, housekeepings: 200, bulkNews: 800, lostHints: 0 },
};

let report: Promise<SeedsReport> | undefined;
const runOnce = () => {
  report ??= runSeeds({ first, count });
  return report;
};

it(`every operation has one effect or one refusal, and every app ends up with what the server has (${count} bands)`, async ({
  annotate,
}) => {
  const done = await runOnce();
  await annotate(summarise(done));
  expect(done.failed.map((failure) => describeFailure(failure)).join('\n\n')).toBe('');
  expect(done.seeds).toBe(count);
});

it('had every kind of trouble, often', async () => {
  const { tally, seeds } = await runOnce();
  const names = Object.keys(leastOfThousand) as (keyof Tally)[];
  const idle = names.filter((name) => tally[name] < (leastOfThousand[name] * seeds) / 1_000);
  expect(idle.map((name) => `${tally[name]} ${name}`)).toEqual([]);
});

it('performed every kind of command', async () => {
  const { performed } = await runOnce();
  expect(Object.keys(commandSchemas).filter((kind) => !performed.has(kind))).toEqual([]);
});

for (const variant of Object.keys(hardships)) {
  it(`and so it is under a hardship: ${variant}`, { timeout: 900_000 }, async () => {
    const { failed } = await runSeeds({ first, count: Math.ceil(count / 10), variant });
    expect(failed.map((failure) => describeFailure(failure, variant)).join('\n\n')).toBe('');
  });
}

it('gives the same run for the same seed, whatever ran before', async () => {
  const { traceHashes } = await runOnce();
  const again = await runSeeds({ first: first + 3, count: 20 });
  for (const [seed, hash] of again.traceHashes) expect([seed, hash]).toEqual([seed, traceHashes.get(seed)]);
});

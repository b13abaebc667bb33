import { describe, expect, it, type TestContext } from 'vitest';
import { hasCeph, startCeph } from '../helpers/ceph.ts';
import { hasPostgres } from '../helpers/postgres.ts';
import { hasS3, type S3Service, startS3 } from '../helpers/s3.ts';
import { runNodesSeries } from './chaos/nodes-series.ts';
import { failureOf } from './chaos/series.ts';

const { CHAOS_RUNS, CHAOS_SEED, CHAOS_STORAGE } = process.env;
const timeout = 6 * 60 * 60 * 1000;
if (CHAOS_STORAGE && !['moto', 'ceph'].includes(CHAOS_STORAGE))
  throw new Error(`CHAOS_STORAGE is moto or ceph, not ${CHAOS_STORAGE}`);

describe.runIf(hasPostgres)(
  'three nodes on one database, killed and cut off beside their clients, lose nothing and end equal',
  () => {
    it.runIf(isChosen('moto', true))('with files in moto', { timeout }, async (test) => {
      await runSeeds(test, {
        storage: 'moto',
        runs: 300,
        s3: hasS3 || CHAOS_STORAGE ? await startS3() : null,
      });
    });

    it.runIf(isChosen('ceph', hasCeph))('with files in Ceph', { timeout }, async (test) => {
      const ceph = await startCeph();
      try {
        await runSeeds(test, { storage: 'ceph', runs: 100, s3: ceph });
      } finally {
        await ceph.stop();
      }
    });
  },
);

/** With `CHAOS_STORAGE` that one alone runs, and fails if it isn't there. */
function isChosen(storage: string, isThere: boolean): boolean {
  return CHAOS_STORAGE ? CHAOS_STORAGE === storage : isThere;
}

async function runSeeds(
  { annotate }: TestContext,
  { storage, runs: usualRuns, s3 }: { storage: string; runs: number; s3: S3Service | null },
): Promise<void> {
  const runs = Number(CHAOS_RUNS ?? usualRuns);
  const command = `CHAOS_STORAGE=${storage} npm run test:faults -- chaos-nodes`;
  const series = await runNodesSeries(
    {
      ...{ firstSeed: Number(CHAOS_SEED ?? 1), runs, command },
      onReport: async (report, done) => {
        for (const line of failureOf(report, command)) await annotate(line, 'warning');
        if (done % 50 === 0) await annotate(`${done} of ${runs} seeds`);
      },
    },
    s3,
  );
  process.stdout.write(`${storage}: ${series.summary}\n`);
  expect(series.failures).toEqual([]);
}

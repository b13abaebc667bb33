import { expect, it } from 'vitest';
import { hasPostgres } from '../helpers/postgres.ts';
import { runNodesSeries } from './chaos/nodes-series.ts';
import { failureOf } from './chaos/series.ts';

const runs = Number(process.env.CHAOS_RUNS ?? 300);
const firstSeed = Number(process.env.CHAOS_SEED ?? 1);
const longestMilliseconds = 6 * 60 * 60 * 1000;

it.runIf(hasPostgres)(
  'three nodes on one database, killed and cut off beside their clients, lose nothing and end equal',
  async ({ annotate }) => {
    const series = await runNodesSeries({
      ...{ firstSeed, runs },
      onReport: async (report, done) => {
        for (const line of failureOf(report, 'chaos-nodes')) await annotate(line, 'warning');
        if (done % 50 === 0) await annotate(`${done} of ${runs} seeds`);
      },
    });
    process.stdout.write(`${series.summary}\n`);
    expect(series.failures).toEqual([]);
  },
  longestMilliseconds,
);

import { expect, it } from 'vitest';
import { makeBandTemplate } from './chaos/band-template.ts';
import type { ChaosReport } from './chaos/run.ts';
import { failureOf, runSeries } from './chaos/series.ts';

const runs = Number(process.env.CHAOS_RUNS ?? 500);
const firstSeed = Number(process.env.CHAOS_SEED ?? 1);
const longestMilliseconds = 6 * 60 * 60 * 1000;

it(
  'three clients and a server, killed behind a misbehaving network, lose nothing, double nothing and end equal',
  async ({ annotate }) => {
    const band = await makeBandTemplate();
    const onReport = async (report: ChaosReport, done: number) => {
      for (const line of failureOf(report)) await annotate(line, 'warning');
      if (done % 50 === 0) await annotate(`${done} of ${runs} seeds`);
    };
    const series = await runSeries(band, { firstSeed, runs, parallel: 2, onReport });
    process.stdout.write(`${series.summary}\n`);
    expect(series.failures).toEqual([]);
  },
  longestMilliseconds,
);

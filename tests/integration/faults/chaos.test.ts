import { expect, it } from 'vitest';
import { makeBandTemplate } from '../../faults/chaos/band-template.ts';
import { runSeries } from '../../faults/chaos/series.ts';

/** About half a minute on an idle machine. */
const longestMilliseconds = 300_000;

it(
  'loses nothing, doubles nothing and ends equal, with killed processes and broken connections',
  async ({ annotate }) => {
    const band = await makeBandTemplate(6);
    const series = await runSeries(band, { firstSeed: 1, runs: 12, parallel: 2 });
    await annotate(series.summary);
    expect(series.failures).toEqual([]);
  },
  longestMilliseconds,
);

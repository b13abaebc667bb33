import { expect, it } from 'vitest';
import { makeBandTemplate } from '../../faults/chaos/band-template.ts';
import { killStates, runLane } from '../../faults/uploads/lane.ts';
import { summaryOf } from '../../faults/uploads/summary.ts';

const longestMilliseconds = 300_000;

it.each(['watcher', 'server'] as const)(
  'a bounce arrives whole and once with the %s killed in any of its states',
  async (victim) => {
    const band = await makeBandTemplate(1);
    const report = await runLane(band, { victim, states: killStates, rounds: 2, seed: 1 });
    expect(report.wrong).toEqual([]);
    expect(new Set(report.uploads.map(({ state }) => state))).toEqual(new Set(killStates));
    expect(summaryOf(report.uploads)).toHaveLength(killStates.length);
  },
  longestMilliseconds,
);

import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { makeBandTemplate } from '../../faults/chaos/band-template.ts';
import { killStates, killUploads } from '../../faults/uploads/kill-uploads.ts';
import { summaryOf } from '../../faults/uploads/summary.ts';

const longestMilliseconds = 300_000;

it.each(['watcher', 'server'] as const)(
  'a bounce arrives whole and once with the %s killed in any of its states',
  async (victim) => {
    const band = await makeBandTemplate(1);
    const report = await killUploads(band, { victim, states: killStates, rounds: 2, seed: 1 });
    expect(report.wrong).toEqual([]);
    expect(new Set(report.uploads.map(({ state }) => state))).toEqual(new Set(killStates));
    expect(summaryOf(report.uploads)).toHaveLength(killStates.length);
  },
  longestMilliseconds,
);

it('finds a file that was never announced to the band', async () => {
  const band = await makeBandTemplate(1);
  const report = await killUploads(
    {
      ...band,
      async copyTo(dataDirectory) {
        await band.copyTo(dataDirectory);
        const database = new SQLite(join(dataDirectory, 'bandmate.sqlite'));
        database.exec(
          `create trigger untold after insert on event when new.name = 'file:uploaded'
           begin delete from event where topic = new.topic and seq = new.seq; end`,
        );
        database.close();
      },
    },
    { victim: 'watcher', states: ['done'], rounds: 1, seed: 1 },
  );
  expect(report.wrong).toEqual(['Night Drive take 1.wav: 0 events']);
});

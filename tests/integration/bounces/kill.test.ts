import { expect, it } from 'vitest';
import { runWithKills } from '../../faults/kill-run.ts';

/** What lay in sockets and pipes when a process died; all else must not go up twice. */
const lostByOneKill = 24 * 1024 ** 2;

it.each([1, 2, 5])(
  'arrives whole and once with watcher or server killed on the way (seed %i)',
  async (seed) => {
    const report = await runWithKills(seed, 60);
    expect(report.files).toEqual([{ sha256: report.expectedSha256, cutName: 'Sunset Groove v3 rough' }]);
    expect(report.events).toEqual(['cut:created', 'file:uploaded']);
    expect(report.resent, JSON.stringify(report)).toBeLessThan(report.kills.length * lostByOneKill);
  },
);

import { expect, it } from 'vitest';
import { runWithKills } from '../../faults/kill-run.ts';

/** Bytes that were in sockets and pipes when a process died; all others must not be sent twice. */
const lostByOneKill = 24 * 1024 ** 2;

it.each([1, 2, 5])(
  'arrives whole and once although watcher or server are killed during the upload (seed %i)',
  async (seed) => {
    const report = await runWithKills(seed, 60);
    expect(report.files).toEqual([{ sha256: report.expectedSha256, cutName: 'Sunset Groove' }]);
    expect(report.events).toEqual(['cut:created', 'file:uploaded']);
    expect(report.resent, JSON.stringify(report)).toBeLessThan(report.kills.length * lostByOneKill);
  },
);

import { describe, expect, it } from 'vitest';
import { runWithKills } from './kill-run.ts';

const runs = Number(process.env.KILL_RUNS ?? 50);
const firstSeed = Number(process.env.KILL_SEED ?? 1);
const lostByOneKill = 32 * 1024 ** 2;

describe('300 MB with watcher or server killed on the way', () => {
  for (let seed = firstSeed; seed < firstSeed + runs; seed++) {
    it(`arrive whole and once, and resume where they were (seed ${seed})`, async ({ annotate }) => {
      const report = await runWithKills(seed, 300);
      const { kills, resent, milliseconds } = report;
      await annotate(
        `${kills.join(', ')}: ${(resent / 1e6).toFixed(1)} MB sent again, ${(milliseconds / 1000).toFixed(1)} s`,
      );
      expect(report.files).toEqual([{ sha256: report.expectedSha256, cutName: 'Sunset Groove v3 rough' }]);
      expect(report.events).toEqual(['cut:created', 'file:uploaded']);
      expect(resent, JSON.stringify(report)).toBeLessThan(kills.length * lostByOneKill);
    });
  }
});

import { describe, expect, test } from 'vitest';
import { hasPostgres, sharedPostgres } from '../../helpers/postgres.ts';
import { describeSchedule, runSchedules, summariseSchedules } from '../../interleaved/run-schedules.ts';
import { variants } from '../../interleaved/variants.ts';

const count = 20;
/** Each was found by a third of these at most. */
const most = 60;

describe.skipIf(!hasPostgres)('two or three servers whose statements interleave on one PostgreSQL', () => {
  test(`apply each operation once and agree with their log (${count} schedules)`, async ({ annotate }) => {
    const report = await runSchedules(await sharedPostgres(), { first: 1, count });
    await annotate(summariseSchedules(report));
    expect(report.failed.map((one) => describeSchedule(one)).join('\n\n')).toBe('');
    const { lockWaits, sharedTransactions, refusals, sentToBoth, kills, retries } = report.tally;
    const least = Math.min(lockWaits, sharedTransactions, refusals, sentToBoth, kills, retries);
    expect(least, 'the schedules are idle').toBeGreaterThan(count / 10);
  });

  test('interleave in the same way for the same seed', async () => {
    const postgres = await sharedPostgres();
    const traces = [];
    for (let round = 0; round < 2; round += 1) {
      const { traceHashes } = await runSchedules(postgres, { first: 5, count: 3 });
      traces.push(traceHashes);
    }
    expect(traces[1]).toEqual(traces[0]);
  });

  for (const variant of Object.keys(variants)) {
    test(`are found out if one ${variant}`, async ({ annotate }) => {
      const wish = { first: 1, count: most, variant, isUntilFound: true };
      const { failed } = await runSchedules(await sharedPostgres(), wish);
      await annotate(`seed ${failed[0]?.seed ?? 'none'}: ${failed[0]?.violations[0] ?? ''}`);
      expect(failed, `none of ${most} seeds`).toHaveLength(1);
    });
  }
});

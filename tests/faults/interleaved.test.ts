import { expect, it } from 'vitest';
import { hasPostgres, sharedPostgres } from '../helpers/postgres.ts';
import { describeSchedule, runSchedules, summariseSchedules } from '../interleaved/run-schedules.ts';

const first = Number(process.env.INTERLEAVED_FIRST ?? 1);
const count = Number(process.env.INTERLEAVED_SEEDS ?? 10_000);

it.skipIf(!hasPostgres)(`${count} schedules of two or three servers on one PostgreSQL`, async () => {
  const report = await runSchedules(await sharedPostgres(), { first, count });
  process.stdout.write(`${summariseSchedules(report)}\n`);
  expect(report.failed.map((one) => describeSchedule(one)).join('\n\n')).toBe('');
  expect(report.tally.schedules).toBe(count);
});

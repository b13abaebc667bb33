import { startPostgres } from '../helpers/postgres.ts';
import { describeSchedule, runSchedules, summariseSchedules } from './run-schedules.ts';

/** `node tests/interleaved/many.ts [first] [count] [variant]`: runs many schedules and prints their findings. */
const [first = '1', count = '100', variant] = process.argv.slice(2);
const postgres = await startPostgres();
const report = await runSchedules(postgres, { first: Number(first), count: Number(count), variant });
for (const failure of report.failed.slice(0, 5))
  process.stdout.write(`${describeSchedule(failure, variant)}\n\n`);
for (const { seed, violations } of report.failed) process.stdout.write(`${seed}: ${violations[0]}\n`);
process.stdout.write(`${summariseSchedules(report)}\n`);
// The cluster ends with this process.
process.exit(report.failed.length === 0 ? 0 : 1);

import { hash } from 'node:crypto';
import type { SharedPostgres } from '../helpers/postgres.ts';
import { openWovenDatabase } from './database.ts';
import { runSchedule, type ScheduleReport } from './run-schedule.ts';
import { addTally, createTally, type Tally } from './tally.ts';
import { variantNamed } from './variants.ts';

export type SchedulesReport = {
  tally: Tally;
  failed: ScheduleReport[];
  traceHashes: string[];
  seconds: number;
};

/** A database that has seen many more becomes slow. After a finding there may be more left of it than rows. */
const mostOfDatabase = 200;

/** Runs that many schedules, one after the other. `isUntilFound`: up to the first that finds something. */
export async function runSchedules(
  postgres: SharedPostgres,
  wish: { first: number; count: number; variant?: string | undefined; isUntilFound?: boolean },
): Promise<SchedulesReport> {
  const { first, count, isUntilFound = false } = wish;
  const variant = variantNamed(wish.variant);
  const begun = performance.now();
  const report: SchedulesReport = { tally: createTally(), failed: [], traceHashes: [], seconds: 0 };
  let database = await openWovenDatabase(postgres);
  try {
    for (let index = 0; index < count; index += 1) {
      const one = await runSchedule(database, first + index, variant);
      addTally(report.tally, one.tally);
      report.traceHashes.push(hash('sha1', one.trace.join('\n')));
      if (one.violations.length > 0) report.failed.push(one);
      if (isUntilFound && report.failed.length > 0) break;
      if (one.violations.length === 0 && (index + 1) % mostOfDatabase > 0) continue;
      await database.dispose();
      database = await openWovenDatabase(postgres);
    }
  } finally {
    await database.dispose();
  }
  report.seconds = (performance.now() - begun) / 1_000;
  return report;
}

/** How to run it again, the findings, and the end of the trace. */
export function describeSchedule({ seed, violations, trace }: ScheduleReport, variant?: string): string {
  const command = `node tests/interleaved/replay.ts ${seed}${variant === undefined ? '' : ` '${variant}'`}`;
  return [`Seed ${seed}; the whole of it again: ${command}`, ...violations, ...trace.slice(-60)].join('\n  ');
}

export function summariseSchedules({ tally, failed, seconds }: SchedulesReport): string {
  const counted = Object.entries(tally).map(([name, count]) => `${count} ${name}`);
  const rate = (tally.schedules / seconds).toFixed(1);
  return `${counted.join(', ')}; ${rate} a second; ${failed.length} with violations`;
}

import * as z from 'zod';

export type Count = { passed: number; failed: number; skipped: number };

/** How a step's program ended. `report` is the output of its JSON reporter, undefined if there was none. */
export type StepEnd = { exitCode: number | null; timedOut: boolean; report: unknown };

const vitestReportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

const playwrightReportSchema = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
  errors: z.array(z.unknown()),
});

/** Counts types and lint as one check each. */
export function countCheck(end: StepEnd): Count {
  const passed = end.exitCode === 0 && !end.timedOut;
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

/** A test file that fails before its first test counts as one failure. */
export function countVitest(end: StepEnd): Count {
  const report = vitestReportSchema.safeParse(end.report);
  if (!report.success) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = report.data;
  const brokenFiles = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  return atLeastOneFailure(end, {
    passed: numPassedTests,
    failed: numFailedTests + brokenFiles.length,
    skipped: numPendingTests + numTodoTests,
  });
}

/** A flaky test counts as failed: it failed once for an unknown reason. */
export function countPlaywright(end: StepEnd): Count {
  const report = playwrightReportSchema.safeParse(end.report);
  if (!report.success) return { passed: 0, failed: 1, skipped: 0 };
  const { expected, unexpected, flaky, skipped } = report.data.stats;
  return atLeastOneFailure(end, {
    passed: expected,
    failed: unexpected + flaky + report.data.errors.length,
    skipped,
  });
}

/** A step also fails if it ran no tests, timed out, or exited with an error although its tests passed. */
function atLeastOneFailure(end: StepEnd, count: Count): Count {
  const ranNothing = count.passed + count.failed === 0;
  const endedBadly = end.exitCode !== 0 || end.timedOut;
  return (ranNothing || endedBadly) && count.failed === 0 ? { ...count, failed: 1 } : count;
}

/** The last line of `npm test`: exactly `N passed, N failed`. */
export function totalLine(counts: Count[]): string {
  const sum = (key: 'passed' | 'failed') => counts.reduce((total, count) => total + count[key], 0);
  return `${sum('passed')} passed, ${sum('failed')} failed`;
}

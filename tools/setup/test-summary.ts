import * as z from 'zod';

/** `failures` names what failed, as far as it has a name; `flaky` what failed at first and passed at the second try. */
export type Count = {
  passed: number;
  failed: number;
  skipped: number;
  failures?: readonly string[];
  flaky?: readonly string[];
};

/** How a step's program ended. `report` is the output of its JSON reporter, undefined if there was none. */
export type StepEnd = { exitCode: number | null; timedOut: boolean; report: unknown };

const vitestReportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

const playwrightReportSchema = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
  errors: z.array(z.unknown()),
  suites: z.array(z.unknown()),
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
  const brokenFiles = testResults.filter(isBroken).length;
  return atLeastOneFailure(end, {
    passed: numPassedTests,
    failed: numFailedTests + brokenFiles,
    skipped: numPendingTests + numTodoTests,
    failures: testResults.flatMap((file) =>
      isBroken(file)
        ? [file.name]
        : file.assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
    ),
  });
}

type TestFile = z.infer<typeof vitestReportSchema>['testResults'][number];

/** It failed before its first test. */
const isBroken = ({ status, assertionResults }: TestFile) =>
  status === 'failed' && assertionResults.length === 0;

/** The files with a test that failed; empty if there is no report. */
export function failedFiles({ report }: StepEnd): string[] {
  const parsed = vitestReportSchema.safeParse(report);
  if (!parsed.success) return [];
  return parsed.data.testResults.filter(({ status }) => status === 'failed').map(({ name }) => name);
}

/**
 * Counts a run of Vitest whose failed files ran again, alone. What failed twice has failed; what passed the second time
 * is named as flaky.
 */
export function countSecondTry(first: StepEnd, second: StepEnd): Count {
  const before = vitestReportSchema.parse(first.report);
  const after = vitestReportSchema.safeParse(second.report);
  const count = countVitest(second);
  if (!after.success) return { ...countVitest(first), failed: before.numFailedTests + count.failed };
  const again = new Set(after.data.testResults.map(({ name }) => name));
  const passedBefore = before.testResults
    .filter(({ name }) => again.has(name))
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'passed').length;
  const passedNow = new Set(
    after.data.testResults.flatMap((file) =>
      file.assertionResults
        .filter(({ status }) => status === 'passed')
        .map(({ fullName }) => toKey(file.name, fullName)),
    ),
  );
  const flaky = before.testResults.flatMap((file) =>
    isBroken(file)
      ? [file.name]
      : file.assertionResults
          .filter(({ status, fullName }) => status === 'failed' && passedNow.has(toKey(file.name, fullName)))
          .map(({ fullName }) => fullName),
  );
  return {
    passed: before.numPassedTests - passedBefore + count.passed,
    failed: count.failed,
    skipped: before.numPendingTests + before.numTodoTests,
    failures: count.failures ?? [],
    flaky,
  };
}

const toKey = (file: string, test: string) => `${file}\0${test}`;

/** Playwright gives a failed test a second try itself. */
export function countPlaywright(end: StepEnd): Count {
  const report = playwrightReportSchema.safeParse(end.report);
  if (!report.success) return { passed: 0, failed: 1, skipped: 0 };
  const { expected, unexpected, flaky, skipped } = report.data.stats;
  return atLeastOneFailure(end, {
    passed: expected + flaky,
    failed: unexpected + report.data.errors.length,
    skipped,
    failures: titlesOf('unexpected', report.data.suites),
    flaky: titlesOf('flaky', report.data.suites),
  });
}

const suiteSchema = z.object({
  suites: z.array(z.unknown()).optional(),
  specs: z
    .array(z.object({ title: z.string(), tests: z.array(z.object({ status: z.string() })) }))
    .optional(),
});

function titlesOf(outcome: 'unexpected' | 'flaky', suites: unknown[]): string[] {
  return suites.flatMap((suite) => {
    const { suites: inner = [], specs = [] } = suiteSchema.parse(suite);
    const found = specs.filter(({ tests }) => tests.some(({ status }) => status === outcome));
    return [...found.map(({ title }) => title), ...titlesOf(outcome, inner)];
  });
}

/** A step also fails if it ran no tests, timed out, or exited with an error although its tests passed. */
function atLeastOneFailure(end: StepEnd, count: Count): Count {
  if (count.failed > 0) return count;
  const why = end.timedOut
    ? 'it took too long'
    : end.exitCode !== 0
      ? `it ended with exit code ${end.exitCode}, although no test failed`
      : count.passed === 0
        ? 'it ran no test'
        : null;
  return why === null ? count : { ...count, failed: 1, failures: [why] };
}

/** The last line of `npm test`: exactly `N passed, N failed`. */
export function totalLine(counts: Count[]): string {
  const sum = (key: 'passed' | 'failed') => counts.reduce((total, count) => total + count[key], 0);
  return `${sum('passed')} passed, ${sum('failed')} failed`;
}

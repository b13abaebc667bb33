import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countCheck,
  countPlaywright,
  countSecondTry,
  countVitest,
  failedFiles,
  totalLine,
} from '../../../tools/setup/test-summary.ts';

const vitestReport = (passed: number, failed: number, more: object = {}) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
  ...more,
});
const playwrightReport = (stats: object, errors: unknown[] = []) => ({
  stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats },
  errors,
  suites: [],
});
const file = (name: string, results: Record<string, string>) => ({
  name,
  status: Object.values(results).includes('failed') ? 'failed' : 'passed',
  assertionResults: Object.entries(results).map(([fullName, status]) => ({ fullName, status })),
});
const fine = { exitCode: 0, timedOut: false };

describe('a check', () => {
  test('passes only with exit code 0', () => {
    expect(countCheck({ ...fine, report: undefined })).toEqual({ passed: 1, failed: 0, skipped: 0 });
    for (const end of [
      { exitCode: 1, timedOut: false },
      { exitCode: null, timedOut: false },
      { exitCode: null, timedOut: true },
    ]) {
      expect(countCheck({ ...end, report: undefined })).toEqual({ passed: 0, failed: 1, skipped: 0 });
    }
  });
});

describe('a Vitest project', () => {
  test('counts the tests in the report', () => {
    const report = vitestReport(5, 2, { numPendingTests: 1, numTodoTests: 2 });
    expect(countVitest({ exitCode: 1, timedOut: false, report })).toEqual({
      passed: 5,
      failed: 2,
      skipped: 3,
      failures: [],
    });
  });

  test('a file that breaks before its first test counts as one failure', () => {
    const testResults = [
      { name: 'broken.test.ts', status: 'failed', assertionResults: [] },
      file('red.test.ts', { one: 'failed' }),
      file('green.test.ts', { one: 'passed' }),
    ];
    const report = vitestReport(1, 1, { testResults });
    expect(countVitest({ exitCode: 1, timedOut: false, report })).toMatchObject({
      passed: 1,
      failed: 2,
      failures: ['broken.test.ts', 'one'],
    });
  });

  test.each([
    ['no test ran', { ...fine, report: vitestReport(0, 0) }],
    ['it wrote no report', { ...fine, report: undefined }],
    ['its report is invalid', { ...fine, report: { numPassedTests: 'many' } }],
    [
      'it exited with an error although every test passed',
      { exitCode: 1, timedOut: false, report: vitestReport(3, 0) },
    ],
    ['it timed out', { exitCode: null, timedOut: true, report: vitestReport(3, 0) }],
  ])('fails when %s', (_, end) => {
    expect(countVitest(end).failed).toBe(1);
  });

  test('says why a run without a failed test failed', () => {
    const report = vitestReport(3, 0);
    expect(countVitest({ exitCode: 1, timedOut: false, report }).failures).toEqual([
      'it ended with exit code 1, although no test failed',
    ]);
  });
});

describe('a second try', () => {
  const first = {
    exitCode: 1,
    timedOut: false,
    report: vitestReport(3, 2, {
      testResults: [
        file('green.test.ts', { one: 'passed', two: 'passed' }),
        file('red.test.ts', { one: 'failed', two: 'failed', three: 'passed' }),
        { name: 'broken.test.ts', status: 'failed', assertionResults: [] },
      ],
    }),
  };

  test('runs the files in which something failed', () => {
    expect(failedFiles(first)).toEqual(['red.test.ts', 'broken.test.ts']);
    expect(failedFiles({ ...first, report: undefined })).toEqual([]);
  });

  test('names what then passed, and fails for what failed again', () => {
    const report = vitestReport(3, 1, {
      testResults: [
        file('red.test.ts', { one: 'passed', two: 'failed', three: 'passed' }),
        file('broken.test.ts', { one: 'passed' }),
      ],
    });
    expect(countSecondTry(first, { exitCode: 1, timedOut: false, report })).toEqual({
      passed: 5,
      failed: 1,
      skipped: 0,
      failures: ['two'],
      flaky: ['one', 'broken.test.ts'],
    });
  });

  test('fails if it did not run', () => {
    expect(countSecondTry(first, { exitCode: 1, timedOut: true, report: undefined }).failed).toBe(3);
  });
});

describe('Playwright', () => {
  test('counts errors outside tests as failures, and names what failed or passed at the second try', () => {
    const suites = [
      {
        specs: [
          { title: 'plays', tests: [{ status: 'expected' }] },
          { title: 'stops', tests: [{ status: 'unexpected' }] },
        ],
        suites: [{ specs: [{ title: 'sleeps', tests: [{ status: 'flaky' }] }] }],
      },
    ];
    const report = {
      ...playwrightReport({ expected: 4, unexpected: 1, flaky: 1, skipped: 2 }, [{}]),
      suites,
    };
    expect(countPlaywright({ exitCode: 1, timedOut: false, report })).toEqual({
      passed: 5,
      failed: 2,
      skipped: 2,
      failures: ['stops'],
      flaky: ['sleeps'],
    });
  });

  test.each([
    ['all were skipped', { ...fine, report: playwrightReport({ skipped: 7 }) }],
    ['it wrote no report', { ...fine, report: undefined }],
    ['it exited with an error', { exitCode: 1, timedOut: false, report: playwrightReport({ expected: 3 }) }],
  ])('fails when %s', (_, end) => {
    expect(countPlaywright(end).failed).toBe(1);
  });
});

test('a program that failed always counts at least one failure', () => {
  const count = fc.nat({ max: 50 });
  fc.assert(
    fc.property(count, count, fc.constantFrom(1, 2, 127, null), fc.boolean(), (passed, failed, code, cut) => {
      const end = { exitCode: code, timedOut: cut };
      expect(countVitest({ ...end, report: vitestReport(passed, failed) }).failed).toBeGreaterThan(0);
      const stats = { expected: passed, unexpected: failed };
      expect(countPlaywright({ ...end, report: playwrightReport(stats) }).failed).toBeGreaterThan(0);
    }),
  );
});

test('the last line is only the total', () => {
  expect(totalLine([])).toBe('0 passed, 0 failed');
  expect(
    totalLine([
      { passed: 1, failed: 0, skipped: 4 },
      { passed: 40, failed: 3, skipped: 0 },
    ]),
  ).toBe('41 passed, 3 failed');
});

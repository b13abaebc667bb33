import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

// As in vitest.config.ts.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/node');

/** Whole-app tests: the built app, on Electron where it is installed, else on the stand-in (docs/testing.md). */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/e2e',
  workers: 2,
  // Tests of one file run side by side too, so that a long file doesn't keep one worker busy at the end.
  fullyParallel: true,
  // A test that fails once and then passes is reported as flaky by `npm test`.
  retries: 1,
  // Limits for a busy machine, not expectations: nothing here measures time.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  // A trace of every test takes a twentieth of the time; one that fails is traced in its second try.
  use: { trace: 'on-first-retry', screenshot: 'only-on-failure' },
});

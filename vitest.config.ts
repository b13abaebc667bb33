import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Every process and thread that a test starts would parse the same modules again: half the processor time of its start.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/node');

const project = (name: string, include: string[], testTimeout: number) => ({
  test: {
    name,
    include,
    testTimeout,
    hookTimeout: testTimeout,
    environment: 'node',
    setupFiles: ['tests/helpers/fixed-seed.ts'],
    // No test leaves anything behind in a module, and importing once a worker instead of once a file takes a third less.
    isolate: false,
  },
});

/** The server's database is PostgreSQL. */
const onPostgres = {
  test: {
    ...project(
      'contract-postgres',
      ['tests/contract/server/**/*.test.ts', 'tests/contract/files/**/*.test.ts'],
      120_000,
    ).test,
    setupFiles: ['tests/helpers/fixed-seed.ts', 'tests/helpers/needs-postgres.ts'],
    env: { TEST_DATABASE: 'postgres' },
    globalSetup: ['tests/helpers/postgres-for-all.ts'],
  },
};

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      project('unit', ['tests/unit/**/*.test.ts', 'tests/renderer/**/*.test.ts'], 20_000),
      project('contract', ['tests/contract/**/*.test.ts'], 60_000),
      onPostgres,
      project('integration', ['tests/integration/**/*.test.ts'], 120_000),
      project('simulation', ['tests/simulation/**/*.test.ts'], 900_000),
      project('packages', ['tests/packages/**/*.test.ts'], 600_000),
      project('faults', ['tests/faults/**/*.test.ts'], 3_600_000),
      // Earlier versions from the history: minutes, and by hand.
      project('versions', ['tests/versions/**/*.test.ts'], 600_000),
    ],
  },
});

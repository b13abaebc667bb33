import { beforeEach } from 'vitest';
import { hasPostgres } from './postgres.ts';

// The report shows what was skipped.
if (!hasPostgres) beforeEach(({ skip }) => skip('PostgreSQL is not installed.'));

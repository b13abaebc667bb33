import type { TestProject } from 'vitest/node';
import { hasPostgres, makeTemplate, startPostgres } from './postgres.ts';

/** Starts one PostgreSQL for all files of a project. */
export async function setup(project: TestProject) {
  if (!hasPostgres) return undefined;
  const postgres = await startPostgres();
  await makeTemplate(postgres);
  project.provide('postgresPort', postgres.port);
  return () => postgres.end();
}

import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../db/schema.ts';
import { createPostgresSearch } from './postgres-search.ts';
import { createSearchThread } from './search-thread.ts';
import type { Search } from './searches.ts';

export type { Search };

/** The search of either database. SQLite answers in a thread, because it holds up whoever asks it. */
export function createSearch(parts: {
  db: Kysely<Database>;
  databaseFile: string | null;
  /** How long one search may take, in milliseconds. */
  deadlineMilliseconds: number;
  log: Logger;
}): Search {
  const { databaseFile, ...others } = parts;
  return databaseFile === null
    ? createPostgresSearch(others)
    : createSearchThread({ ...others, databaseFile });
}

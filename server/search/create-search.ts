import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../db/schema.ts';
import { fillIndex } from './fill-index.ts';
import { createPostgresSearch } from './postgres-search.ts';
import { createSearchThread } from './search-thread.ts';
import type { Search } from './searches.ts';

export type { Search };

/** The search of either database. SQLite answers in a thread, because it holds up whoever asks it. */
export function createSearch(parts: {
  db: Kysely<Database>;
  reads: Kysely<Database>;
  databaseFile: string | null;
  /** How long one search may take, in milliseconds. */
  deadlineMilliseconds: number;
  log: Logger;
}): Search {
  const { databaseFile, ...others } = parts;
  if (databaseFile === null) return createPostgresSearch(others);
  const thread = createSearchThread({ ...others, databaseFile });
  return {
    ...thread,
    async search(request) {
      // The next search goes on with what is left.
      await fillIndex(parts, AbortSignal.timeout(parts.deadlineMilliseconds)).catch((error) =>
        parts.log.error({ err: error }, 'What is newest can’t be searched: the index can’t be written'),
      );
      return thread.search(request);
    },
  };
}

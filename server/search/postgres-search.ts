import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { SearchResult } from '../../protocol/wire/search.ts';
import { inSnapshot } from '../db/dialect.ts';
import type { Database } from '../db/schema.ts';
import { createFairQueue } from '../fair-queue.ts';
import { createBestOfEach, type Entry, entrySql, type Match, toResult } from './search.ts';
import { fold, readQuery, type SearchQuery } from './search-query.ts';
import { maximumWaiting, maximumWaitingPerUser, type Search, tooMany, tooSlow } from './searches.ts';

/** PostgreSQL has other work too. */
const mostAtOnce = 2;

const queryCanceled = '57014';

/**
 * Searches the words of the entries of a person's projects (`db/postgres/search.ts`): what it costs depends on their
 * projects, not on everybody's.
 */
export function createPostgresSearch(parts: {
  db: Kysely<Database>;
  deadlineMilliseconds: number;
  log: Logger;
}): Search {
  const { db, deadlineMilliseconds, log } = parts;
  const queue = createFairQueue({
    ...{ running: mostAtOnce, waiting: maximumWaiting, waitingPerSender: maximumWaitingPerUser },
  });

  return {
    async search({ userId, typed, limit }) {
      const query = readQuery(typed);
      if (!query) return { ok: true, data: [] };
      const find = () =>
        inSnapshot(db, async (tx) => {
          await sql`set local statement_timeout = ${sql.lit(deadlineMilliseconds)}`.execute(tx);
          return findEntries(tx, userId, query, limit);
        });
      try {
        const found = await queue.run(userId, find);
        return found ? { ok: true, data: found.result } : tooMany;
      } catch (error) {
        if ((error as { code?: string }).code !== queryCanceled) throw error;
        log.warn({ deadlineMilliseconds }, 'A search was ended at its deadline');
        return tooSlow;
      }
    },
    close: async () => {},
  };
}

async function findEntries(
  tx: Transaction<Database>,
  userId: string,
  query: SearchQuery,
  limit: number,
): Promise<SearchResult[]> {
  const best = createBestOfEach(limit);
  for (const match of await findMatches(tx, userId, query, limit)) best.add(match);
  const results: SearchResult[] = [];
  for (const { number } of best.choose()) {
    const { rows } = await sql<Entry>`${sql.raw(entrySql)}${number}`.execute(tx);
    if (rows[0]) results.push(toResult(rows[0], query));
  }
  return results;
}

async function findMatches(
  tx: Transaction<Database>,
  userId: string,
  query: SearchQuery,
  limit: number,
): Promise<Match[]> {
  const patterns = patternsOf(query);
  const isFound = (pattern: string) =>
    sql`("nameWords" like ${`%${pattern}%`} or "textWords" like ${`%${pattern}%`})`;
  const found = sql<Match>`
    select number, type, score from (
      select number, type, score, row_number() over (partition by type order by score, number desc) as place
      from (
        select entry.number, entry.type, ${sql.join(patterns.map(scoreOf), sql` + `)} as score
        from "searchEntry" as entry
        join member on member."projectId" = entry."projectId" and member."userId" = ${userId}
        where ${sql.join(patterns.map(isFound), sql` and `)}
      ) as matching
    ) as ordered where place <= ${limit}`;
  return (await found.execute(tx)).rows;
}

/** Each phrase as it is in a row's words. A space ends a word, unless a word may only be begun. */
function patternsOf({ phrases, isBegun }: SearchQuery): string[] {
  return phrases.map((phrase, index) => {
    const isOpen = isBegun && index === phrases.length - 1;
    return ` ${phrase.map(fold).join(' ')}${isOpen ? '' : ' '}`;
  });
}

/** As BM25 in FTS5, but how rare a word is does not count: that would need a look at everybody's projects. */
function scoreOf(pattern: string): RawBuilder<number> {
  const hits = (column: string) => {
    const words = sql.ref(column);
    return sql`(length(${words}) - length(replace(${words}, ${pattern}, ''))) / ${sql.lit(pattern.length)}.0`;
  };
  const frequency = sql`(4 * ${hits('nameWords')} + ${hits('textWords')})`;
  const length = sql`(length("nameWords") + length("textWords"))`;
  return sql`(-2.2 * ${frequency} / (${frequency} + 1.2 * (0.25 + 0.75 * ${length} / 60.0)))::double precision`;
}

import type SQLite from 'better-sqlite3';
import { type SearchResult, type SearchType, searchTypeSchema } from '../../protocol/wire/search.ts';
import { excerptOf } from '../commands/excerpt.ts';
import { matchExpression, readQuery, type SearchQuery } from './search-query.ts';
import { snippetOf } from './snippet.ts';

/** In the order of an answer. */
const types: readonly SearchType[] = searchTypeSchema.options;

export type Match = { number: number; type: SearchType; score: number };

export type Entry = {
  number: number;
  type: SearchType;
  id: string;
  name: string;
  text: string;
  projectId: string;
  vibeId: string | null;
  cutId: string | null;
  commentId: string | null;
};

const texts: ReadonlySet<SearchType> = new Set(['comment', 'reply', 'message']);

const matchesSql = `select searchEntry.number, searchEntry.type, bm25(searchIndex, 4.0, 1.0) as score
  from searchIndex
  join searchEntry on searchEntry.number = searchIndex.rowid
  join member on member.projectId = searchEntry.projectId and member.userId = ?
  where searchIndex match ?`;

/** An entry by its number, for either database. */
export const entrySql = `select entry.number, entry.type, entry.id, entry.name, entry.text, entry."projectId",
    coalesce(cut."vibeId", vibe.id) as "vibeId", cut.id as "cutId", comment.id as "commentId"
  from "searchEntry" as entry
  left join reply on entry.type = 'reply' and reply.id = entry.id
  left join comment
    on comment.id = coalesce(reply."commentId", case when entry.type = 'comment' then entry.id end)
  left join file on entry.type = 'file' and file.id = entry.id
  left join cut
    on cut.id = coalesce(comment."cutId", file."cutId", case when entry.type = 'cut' then entry.id end)
  left join vibe on entry.type = 'vibe' and vibe.id = entry.id
  where entry.number = `;

/**
 * The matches that the user may see, at most `limit`, in the order of the answer. The first of every kind is taken
 * before the second of any, so that many cuts never hide the one comment.
 *
 * Synchronous: it runs in the search thread (`search-thread.ts`), which can be ended between any two matches.
 */
export function search(db: SQLite.Database, userId: string, typed: string, limit: number): SearchResult[] {
  const query = readQuery(typed);
  if (!query) return [];
  // One transaction, so that what has matched is still there when it is read.
  return db.transaction(() => {
    const matches = db.prepare<[string, string], Match>(matchesSql);
    const best = createBestOfEach(limit);
    for (const match of matches.iterate(userId, matchExpression(query))) best.add(match);
    const entry = db.prepare<[number], Entry>(`${entrySql}?`);
    return best.choose().flatMap(({ number }) => {
      const found = entry.get(number);
      return found ? [toResult(found, query)] : [];
    });
  })();
}

/** Keeps the best `limit` matches of each type, and no more in memory than a few times that. */
export function createBestOfEach(limit: number) {
  const byType = new Map<SearchType, Match[]>(types.map((type) => [type, []]));
  /** A lower score is a better match, as in FTS5; of equal ones the newer comes first. */
  const prune = (matches: Match[]) => {
    matches.sort((one, other) => one.score - other.score || other.number - one.number);
    matches.splice(limit);
  };
  return {
    add(match: Match): void {
      const matches = byType.get(match.type) ?? [];
      matches.push(match);
      if (matches.length > 10 * limit + 100) prune(matches);
    },
    choose(): Match[] {
      const lists = types.map((type) => byType.get(type) ?? []);
      for (const matches of lists) prune(matches);
      const counts = lists.map(() => 0);
      for (let place = 0, left = limit; place < limit && left > 0; place += 1) {
        for (const [index, matches] of lists.entries()) {
          if (left === 0 || place >= matches.length) continue;
          counts[index] = place + 1;
          left -= 1;
        }
      }
      return lists.flatMap((matches, index) => matches.slice(0, counts[index]));
    },
  };
}

export function toResult({ type, id, name, text, ...found }: Entry, query: SearchQuery): SearchResult {
  const { projectId, vibeId, cutId, commentId } = found;
  return {
    type,
    id,
    name: texts.has(type) ? excerptOf(text) : name,
    ...(text === '' ? {} : { snippet: snippetOf(text, query) }),
    link: {
      projectId,
      ...(vibeId === null ? {} : { vibeId }),
      ...(cutId === null ? {} : { cutId }),
      ...(type === 'file' ? { fileId: id } : {}),
      ...(commentId === null ? {} : { commentId }),
      ...(type === 'reply' ? { replyId: id } : {}),
      ...(type === 'message' ? { messageId: id } : {}),
    },
  };
}

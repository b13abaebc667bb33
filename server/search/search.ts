import { type Kysely, sql } from 'kysely';
import { type SearchResult, type SearchType, searchTypeSchema } from '../../protocol/wire/search.ts';
import { beginningOf } from '../commands/beginning.ts';
import type { Database } from '../db/schema.ts';
import { matchExpression } from './match-expression.ts';

type Found = {
  type: SearchType;
  id: string;
  name: string;
  text: string;
  snippet: string;
  projectId: string;
  vibeId: string | null;
  cutId: string | null;
  commentId: string | null;
};

/** In the order of an answer. */
const types: readonly SearchType[] = searchTypeSchema.options;

/**
 * What the user may see of what matches, at most `limit`, in the order of the answer. The first of every kind are taken
 * before the second of any, so that many cuts never hide the one comment.
 */
export async function search(
  db: Kysely<Database>,
  userId: string,
  typed: string,
  limit: number,
): Promise<SearchResult[]> {
  const expression = matchExpression(typed);
  if (!expression) return [];
  // Ranked first, because FTS5 can rank and cut snippets only where it searches; snippets of those chosen alone.
  const { rows } = await sql<Found>`
    with matching as materialized (
      select searchEntry.number, searchEntry.type, bm25(searchIndex, 4.0, 1.0) as score
      from searchIndex
      join searchEntry on searchEntry.number = searchIndex.rowid
      join member on member.projectId = searchEntry.projectId and member.userId = ${userId}
      where searchIndex match ${expression}
    ), ranked as materialized (
      select number, type, row_number() over (partition by type order by score, number desc) as place
      from matching
    ), chosen as materialized (
      select number, place from ranked order by place, instr(${types.join(' ')}, type) limit ${limit}
    )
    select entry.type, entry.id, entry.name, entry.text, entry.projectId,
      coalesce(cut.vibeId, vibe.id) as vibeId, cut.id as cutId, comment.id as commentId,
      (select snippet(searchIndex, 1, '', '', '…', 24) from searchIndex
        where searchIndex match ${expression} and searchIndex.rowid = chosen.number) as snippet
    from chosen
    join searchEntry as entry on entry.number = chosen.number
    left join reply on entry.type = 'reply' and reply.id = entry.id
    left join comment on comment.id = coalesce(reply.commentId, iif(entry.type = 'comment', entry.id, null))
    left join file on entry.type = 'file' and file.id = entry.id
    left join cut on cut.id = coalesce(comment.cutId, file.cutId, iif(entry.type = 'cut', entry.id, null))
    left join vibe on entry.type = 'vibe' and vibe.id = entry.id
    order by instr(${types.join(' ')}, entry.type), chosen.place`.execute(db);
  return rows.map(toResult);
}

function toResult({ type, id, text, snippet, ...found }: Found): SearchResult {
  const { projectId, vibeId, cutId, commentId } = found;
  return {
    type,
    id,
    name: type === 'comment' || type === 'reply' ? beginningOf(text) : found.name,
    ...(text === '' ? {} : { snippet: beginningOf(snippet) }),
    link: {
      projectId,
      ...(vibeId === null ? {} : { vibeId }),
      ...(cutId === null ? {} : { cutId }),
      ...(type === 'file' ? { fileId: id } : {}),
      ...(commentId === null ? {} : { commentId }),
      ...(type === 'reply' ? { replyId: id } : {}),
    },
  };
}

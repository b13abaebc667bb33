import type { Kysely } from 'kysely';
import { atItsPlace, placeComment } from '../../audio/difference/place-comment.ts';
import type { Comment } from '../../protocol/wire/comment.ts';
import type { Difference } from '../../protocol/wire/difference.ts';
import type { Database } from '../db/schema.ts';
import type { Differences } from '../differences/differences.ts';

/** Comments with their times on a version (`placeComment`). `pending`: a comparison isn't ready. */
export async function placeComments(
  db: Kysely<Database>,
  differences: Differences,
  comments: readonly Comment[],
  versionId: string | null,
): Promise<Comment[] | 'pending'> {
  const ids = new Set(comments.flatMap(({ fileId }) => fileId ?? []));
  if (versionId === null || ids.size === 0) return [...comments];
  const rows = await db
    .selectFrom('file')
    .select(['id', 'sha256', 'mimeType'])
    .where('id', 'in', [...ids, versionId])
    .execute();
  const sounds = new Map(rows.map((row) => [row.id, row]));
  const version = sounds.get(versionId);
  const found = new Map<string, Difference>();
  let isPending = false;
  for (const id of ids) {
    const older = sounds.get(id);
    if (!version || !older || id === versionId) continue;
    const state = await differences.read(version, older);
    if (state.kind === 'pending') isPending = true;
    if (state.kind === 'ready') found.set(id, state.difference);
  }
  if (isPending) return 'pending';
  return comments.map((comment) => atItsPlace(placeComment(comment, versionId, (id) => found.get(id))));
}

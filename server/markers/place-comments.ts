import type { Kysely } from 'kysely';
import { carryMoment } from '../../audio/difference/carry-moment.ts';
import type { Comment } from '../../protocol/wire/comment.ts';
import type { Database } from '../db/schema.ts';
import type { DifferenceState, Differences } from '../differences/differences.ts';

/**
 * Comments with their times on a version: one made on another version is where its sound is now, and a range keeps its length.
 * One whose place is gone, or on a version that can't be compared, keeps its time. `pending`: a comparison isn't ready.
 */
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
  const states = new Map<string, DifferenceState>();
  for (const id of ids) {
    const older = sounds.get(id);
    if (version && older && id !== versionId) states.set(id, await differences.read(version, older));
  }
  if ([...states.values()].some(({ kind }) => kind === 'pending')) return 'pending';
  return comments.map((comment) => {
    const state = comment.fileId === null ? undefined : states.get(comment.fileId);
    const carried = state?.kind === 'ready' && carryMoment(comment.timestamp, state.difference);
    if (!carried || 'gone' in carried) return comment;
    const { timestamp, endTimestamp } = comment;
    const end = endTimestamp === undefined ? {} : { endTimestamp: endTimestamp + carried.at - timestamp };
    return { ...comment, timestamp: carried.at, ...end };
  });
}

import type { Comment } from '../../../protocol/wire/comment.ts';

/**
 * The comment that the reply key answers: the focused one, else the highlighted one, else the last one before the playhead,
 * else the first. `comments` must be ordered by time.
 */
export function commentToAnswer(
  comments: readonly Comment[],
  focusedId: string | null,
  markedId: string | null,
  playhead: number | null,
): Comment | null {
  const byId = (wanted: string | null) => comments.find(({ id }) => id === wanted);
  const heard = playhead === null ? undefined : comments.findLast(({ timestamp }) => timestamp <= playhead);
  return byId(focusedId) ?? byId(markedId) ?? heard ?? comments[0] ?? null;
}

import type { Comment } from '../../../protocol/wire/comment.ts';

/**
 * The comment that the key for a reply means: the one with the focus, else the marked one, else the last one before
 * the playhead (or the first of all). `comments` in the order of their moments.
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

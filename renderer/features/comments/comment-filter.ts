import type { Comment } from '../../../protocol/wire/comment.ts';

/** Comments that the panel shows. `thisVersion`: only those made on the shown version. */
export type CommentFilter = { show: 'open' | 'resolved' | 'mine'; thisVersion: boolean };

export const openPoints: CommentFilter = { show: 'open', thisVersion: false };

export function isOpen({ resolvedAt }: Pick<Comment, 'resolvedAt'>): boolean {
  return !resolvedAt;
}

/** Written by that person, or about something they were asked: open and resolved ones. */
export function isMine({ user, mentions, replies }: Comment, myId: string): boolean {
  return (
    user.id === myId ||
    mentions?.includes(myId) === true ||
    replies.some((reply) => reply.mentions?.includes(myId))
  );
}

export function passes(
  comment: Comment,
  { show, thisVersion }: CommentFilter,
  { myId, fileId }: { myId: string; fileId: string | null },
): boolean {
  if (thisVersion && comment.fileId !== null && comment.fileId !== fileId) return false;
  return show === 'mine' ? isMine(comment, myId) : isOpen(comment) === (show === 'open');
}

/** The filter under which a comment shows, as close to the chosen one as possible. */
export function filterShowing(
  comment: Comment,
  filter: CommentFilter,
  context: { myId: string; fileId: string | null },
): CommentFilter {
  if (passes(comment, filter, context)) return filter;
  const all = { ...filter, thisVersion: false };
  if (passes(comment, all, context)) return all;
  return { show: isOpen(comment) ? 'open' : 'resolved', thisVersion: false };
}

/** The item after a key, else before it: the one to go on with when this one leaves the list. */
export function neighbourOf<Item>(items: readonly Item[], isIt: (item: Item) => boolean): Item | undefined {
  const index = items.findIndex(isIt);
  return index < 0 ? undefined : (items[index + 1] ?? items[index - 1]);
}

import type { Reaction, ReactionKind } from '../protocol/wire/comment.ts';

/** The reactions once that person has given theirs or taken it back; the same array if nothing changes. */
export function reactionsWith(
  reactions: Reaction[],
  { reaction, isGiven }: { reaction: ReactionKind; isGiven: boolean },
  userId: string,
): Reaction[] {
  const known = reactions.find((one) => one.reaction === reaction);
  if ((known?.userIds.includes(userId) ?? false) === isGiven) return reactions;
  if (!known) return [...reactions, { reaction, userIds: [userId] }];
  return reactions.flatMap((one) => {
    if (one !== known) return [one];
    const userIds = isGiven ? [...known.userIds, userId] : known.userIds.filter((other) => other !== userId);
    return userIds.length > 0 ? [{ reaction, userIds }] : [];
  });
}

import { changesOf } from '../protocol/state/changed-comment.ts';
import type { Reaction, ReactionKind } from '../protocol/wire/comment.ts';
import type { Descriptor } from './descriptor.ts';

export const commentReact = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: ({ isGiven }) => (isGiven ? 'React to a comment' : 'Take back a reaction'),
  place: ({ id }) => ({ kind: 'comment', id }),
  overlay: {
    comments({ comments }, { id, reaction, isGiven }, { me }) {
      const comment = comments.find((one) => one.id === id);
      if (!comment) return null;
      const { reactions = [] } = comment;
      const next = reactionsWith(reactions, reaction, me.id, isGiven);
      return next === reactions
        ? null
        : { name: 'comment:updated', payload: { ...changesOf(comment), reactions: next } };
    },
  },
} satisfies Descriptor<'comment.react'>;

function reactionsWith(
  reactions: Reaction[],
  reaction: ReactionKind,
  userId: string,
  isGiven: boolean,
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

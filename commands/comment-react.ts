import { changesOf } from '../protocol/state/changed-comment.ts';
import type { Descriptor } from './descriptor.ts';
import { reactionsWith } from './reactions-with.ts';

export const commentReact = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: ({ isGiven }) => (isGiven ? 'React to a comment' : 'Take back a reaction'),
  place: ({ id }) => ({ kind: 'comment', id }),
  overlay: {
    comments({ comments }, { id, ...given }, { me }) {
      const comment = comments.find((one) => one.id === id);
      if (!comment) return null;
      const { reactions = [] } = comment;
      const next = reactionsWith(reactions, given, me.id);
      return next === reactions
        ? null
        : { name: 'comment:updated', payload: { ...changesOf(comment), reactions: next } };
    },
  },
} satisfies Descriptor<'comment.react'>;

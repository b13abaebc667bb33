import { changesOfReply } from '../protocol/state/changed-reply.ts';
import type { Descriptor } from './descriptor.ts';
import { reactionsWith } from './reactions-with.ts';

export const replyReact = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: ({ isGiven }) => (isGiven ? 'React to a reply' : 'Take back a reaction'),
  place: ({ id }) => ({ kind: 'comment', id }),
  overlay: {
    comments({ comments }, { id, ...given }, { me }) {
      const reply = comments.flatMap(({ replies }) => replies).find((one) => one.id === id);
      if (!reply) return null;
      const { reactions = [] } = reply;
      const next = reactionsWith(reactions, given, me.id);
      return next === reactions
        ? null
        : { name: 'reply:updated', payload: { ...changesOfReply(reply), reactions: next } };
    },
  },
} satisfies Descriptor<'reply.react'>;

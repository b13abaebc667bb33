import { firstWords } from '../common/first-words.ts';
import { changesOfReply } from '../protocol/state/changed-reply.ts';
import { commentTextSchema } from '../protocol/wire/comment.ts';
import type { Descriptor } from './descriptor.ts';

export const replyUpdate = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: ({ text }) => `Change a reply to “${firstWords(text)}”`,
  editable: { kind: 'text', field: 'text', schema: commentTextSchema, heading: () => 'Change a reply' },
  place: ({ id }) => ({ kind: 'comment', id }),
  overlay: {
    comments({ comments }, { id, text, mentions }, { at }) {
      const reply = comments.flatMap(({ replies }) => replies).find((one) => one.id === id);
      if (!reply) return null;
      const known = changesOfReply(reply);
      const edited = text !== reply.text && { editedAt: new Date(at).toISOString() };
      return {
        name: 'reply:updated',
        payload: { ...known, text, mentions: mentions ?? known.mentions, ...edited },
      };
    },
  },
} satisfies Descriptor<'reply.update'>;

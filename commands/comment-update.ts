import { firstWords } from '../common/first-words.ts';
import { commentTextSchema } from '../protocol/wire/comment.ts';
import type { Descriptor } from './descriptor.ts';

export const commentUpdate = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: ({ text }) =>
    text === undefined ? 'Move a comment to another moment' : `Change a comment to “${firstWords(text)}”`,
  editable: { kind: 'text', field: 'text', schema: commentTextSchema },
  place: ({ id }) => ({ kind: 'comment', id }),
  overlay: {
    comments({ cutId, comments }, { id, ...changes }) {
      const comment = comments.find((candidate) => candidate.id === id);
      if (!comment) return null;
      const { text = comment.text, timestamp = comment.timestamp } = changes;
      return { name: 'comment:updated', payload: { commentId: id, cutId, text, timestamp } };
    },
  },
} satisfies Descriptor<'comment.update'>;

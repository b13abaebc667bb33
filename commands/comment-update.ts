import { firstWords } from '../common/first-words.ts';
import { changesOf } from '../protocol/state/changed-comment.ts';
import { commentTextSchema } from '../protocol/wire/comment.ts';
import type { Descriptor } from './descriptor.ts';

export const commentUpdate = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: ({ text }) =>
    text === undefined ? 'Move a comment to another moment' : `Change a comment to “${firstWords(text)}”`,
  editable: { kind: 'text', field: 'text', schema: commentTextSchema, heading: () => 'Change a comment' },
  place: ({ id }) => ({ kind: 'comment', id }),
  overlay: {
    comments({ comments }, { id, ...changes }, { at }) {
      const comment = comments.find((candidate) => candidate.id === id);
      if (!comment) return null;
      const { text = comment.text, timestamp = comment.timestamp, ...more } = changes;
      const edited = text !== comment.text && { editedAt: new Date(at).toISOString() };
      const payload = { ...changesOf(comment), ...more, ...edited, text, timestamp };
      return { name: 'comment:updated', payload };
    },
  },
} satisfies Descriptor<'comment.update'>;

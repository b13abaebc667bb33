import { firstWords } from '../common/first-words.ts';
import { commentTextSchema } from '../protocol/wire/comment.ts';
import type { Descriptor } from './descriptor.ts';

export const replyCreate = {
  orderedWith: { projectOf: ({ commentId }) => commentId },
  subject: ({ id }) => id,
  creates: true,
  sentence: ({ text }) => `Reply “${firstWords(text)}”`,
  editable: { kind: 'text', field: 'text', schema: commentTextSchema, heading: () => 'Reply to a comment' },
  place: ({ commentId }) => ({ kind: 'comment', id: commentId }),
  overlay: {
    comments: ({ cutId, comments }, payload, { at, me }) =>
      comments.some(({ id }) => id === payload.commentId)
        ? {
            name: 'comment:reply',
            payload: { ...payload, cutId, createdAt: new Date(at).toISOString(), user: me },
          }
        : null,
  },
} satisfies Descriptor<'reply.create'>;

import type { Descriptor } from './descriptor.ts';

export const commentDelete = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: () => 'Delete a comment',
  place: ({ id }) => ({ kind: 'comment', id }),
  overlay: {
    comments: ({ cutId, comments }, { id: commentId }) =>
      comments.some(({ id }) => id === commentId)
        ? { name: 'comment:deleted', payload: { commentId, cutId } }
        : null,
  },
} satisfies Descriptor<'comment.delete'>;

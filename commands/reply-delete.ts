import type { Descriptor } from './descriptor.ts';

export const replyDelete = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: () => 'Delete a reply',
  place: ({ id }) => ({ kind: 'comment', id }),
  overlay: {
    comments({ cutId, comments }, { id: replyId }) {
      const comment = comments.find(({ replies }) => replies.some(({ id }) => id === replyId));
      return comment ? { name: 'reply:deleted', payload: { replyId, commentId: comment.id, cutId } } : null;
    },
  },
} satisfies Descriptor<'reply.delete'>;

import { changesOf } from '../protocol/state/changed-comment.ts';
import type { Descriptor } from './descriptor.ts';

export const commentReopen = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: () => 'Reopen a comment',
  place: ({ id }) => ({ kind: 'comment', id }),
  overlay: {
    comments({ comments }, { id }) {
      const comment = comments.find((one) => one.id === id);
      return comment?.resolvedAt
        ? { name: 'comment:updated', payload: { ...changesOf(comment), resolvedAt: null, resolvedBy: null } }
        : null;
    },
  },
} satisfies Descriptor<'comment.reopen'>;

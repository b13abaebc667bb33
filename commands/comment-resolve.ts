import { changesOf } from '../protocol/state/changed-comment.ts';
import type { Descriptor } from './descriptor.ts';

export const commentResolve = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: () => 'Resolve a comment',
  place: ({ id }) => ({ kind: 'comment', id }),
  overlay: {
    comments({ comments }, { id }, { at, me }) {
      const comment = comments.find((one) => one.id === id);
      return comment && !comment.resolvedAt
        ? {
            name: 'comment:updated',
            payload: { ...changesOf(comment), resolvedAt: new Date(at).toISOString(), resolvedBy: me },
          }
        : null;
    },
  },
} satisfies Descriptor<'comment.resolve'>;

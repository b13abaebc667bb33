import { firstWords } from '../common/first-words.ts';
import { commentTextSchema } from '../protocol/wire/comment.ts';
import type { Descriptor } from './descriptor.ts';

export const commentCreate = {
  orderedWith: { projectOf: ({ cutId }) => cutId },
  subject: ({ id }) => id,
  creates: true,
  sentence: ({ text, cutId }, names) => `Comment “${firstWords(text)}” on ${names.cut(cutId)}`,
  editable: { kind: 'text', field: 'text', schema: commentTextSchema },
  place: ({ cutId }) => ({ kind: 'comments', cutId }),
  overlay: {
    comments(held, { fileId = null, ...payload }, { at, me }) {
      const { cutId } = held;
      if (payload.cutId !== cutId && !held.formerIds.includes(payload.cutId)) return null;
      const { mentions = [], ...rest } = payload;
      const created = { fileId, createdAt: new Date(at).toISOString(), user: me, replies: [] };
      const open = { resolvedAt: null, resolvedBy: null, ...(mentions.length > 0 && { mentions }) };
      return { name: 'comment:created', payload: { ...rest, cutId, ...created, ...open } };
    },
  },
} satisfies Descriptor<'comment.create'>;

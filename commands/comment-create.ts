import { firstWords } from '../common/first-words.ts';
import { findCut } from '../protocol/state/project-state.ts';
import { changesOfMessage } from '../protocol/state/room-state.ts';
import { commentTextSchema } from '../protocol/wire/comment.ts';
import type { Descriptor } from './descriptor.ts';

export const commentCreate = {
  orderedWith: { projectOf: ({ cutId }) => cutId },
  subject: ({ id }) => id,
  creates: true,
  sentence: ({ text, cutId }, names) => `Comment “${firstWords(text)}” on ${names.cut(cutId)}`,
  editable: {
    kind: 'text',
    field: 'text',
    schema: commentTextSchema,
    heading: ({ cutId }, names) => `Comment on ${names.cut(cutId)}`,
  },
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
    project(project, { id, cutId, fileId = null, messageId }) {
      const message = project.room?.messages.find((one) => one.id === messageId);
      const cut = message && findCut(project, cutId);
      if (!message || !cut) return null;
      const point = { commentId: id, cutId: cut.id, fileId };
      return { name: 'room:updated', payload: { ...changesOfMessage(message), point } };
    },
  },
} satisfies Descriptor<'comment.create'>;

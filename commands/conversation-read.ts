import type { Descriptor } from './descriptor.ts';

export const conversationRead = {
  orderedWith: 'chat',
  subject: ({ conversationId }) => conversationId,
  sentence: () => 'Mark messages as read',
  readMark: {
    contains: ({ conversationId }, earlier) =>
      earlier.kind === 'conversation.read' && earlier.payload.conversationId === conversationId,
  },
} satisfies Descriptor<'conversation.read'>;

import type { Descriptor } from './descriptor.ts';

export const conversationOpen = {
  orderedWith: 'chat',
  subject: ({ userId }) => userId,
  sentence: () => 'Start a conversation',
} satisfies Descriptor<'conversation.open'>;

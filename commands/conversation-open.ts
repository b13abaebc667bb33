import type { Descriptor } from './descriptor.ts';

export const conversationOpen: Descriptor<'conversation.open'> = {
  orderedWith: 'chat',
  subject: ({ userId }) => userId,
  sentence: () => 'Start a conversation',
};

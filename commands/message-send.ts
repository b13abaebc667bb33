import { firstWords } from '../common/first-words.ts';
import { messageTextSchema } from '../protocol/wire/chat.ts';
import type { Descriptor } from './descriptor.ts';

export const messageSend = {
  orderedWith: 'chat',
  subject: ({ id }) => id,
  sentence: ({ text }) => `Send “${firstWords(text)}”`,
  editable: { kind: 'text', field: 'text', schema: messageTextSchema, heading: () => 'Send a message' },
} satisfies Descriptor<'message.send'>;

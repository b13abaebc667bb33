import type { Descriptor } from './descriptor.ts';

export const notificationRead = {
  orderedWith: 'person',
  subject: ({ id }) => id,
  sentence: () => 'Mark notifications as read',
  readMark: {
    contains: ({ id }, earlier) => earlier.kind === 'notification.read' && earlier.payload.id === id,
  },
} satisfies Descriptor<'notification.read'>;

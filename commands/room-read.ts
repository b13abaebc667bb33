import type { Descriptor } from './descriptor.ts';

export const roomRead = {
  orderedWith: 'person',
  subject: ({ projectId }) => projectId,
  sentence: () => 'Mark the room as read',
  readMark: {
    contains: ({ projectId }, earlier) =>
      earlier.kind === 'room.read' && earlier.payload.projectId === projectId,
  },
} satisfies Descriptor<'room.read'>;

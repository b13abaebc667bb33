import type { Descriptor } from './descriptor.ts';

export const vibeReorder = {
  orderedWith: { project: ({ projectId }) => projectId },
  subject: ({ projectId }) => projectId,
  sentence: () => 'Reorder songs',
  place: () => ({ kind: 'project' }),
  overlay: {
    project: ({ id }, payload) => (payload.projectId === id ? { name: 'vibes:reordered', payload } : null),
  },
} satisfies Descriptor<'vibe.reorder'>;

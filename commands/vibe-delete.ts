import type { Descriptor } from './descriptor.ts';

export const vibeDelete = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: ({ id }, names) => `Delete ${names.vibe(id)}`,
  place: ({ id }) => ({ kind: 'vibe', id }),
  overlay: {
    project: ({ vibes }, { id: vibeId }) =>
      vibes.some(({ id }) => id === vibeId) ? { name: 'vibe:deleted', payload: { vibeId } } : null,
  },
} satisfies Descriptor<'vibe.delete'>;

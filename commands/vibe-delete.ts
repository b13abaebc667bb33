import type { Descriptor } from './descriptor.ts';

export const vibeDelete = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: ({ id }, names) => `Delete ${names.vibe(id)}`,
  place: ({ id }) => ({ kind: 'vibe', id }),
  overlay: {
    project({ vibes }, { id: vibeId, onlyIfEmpty }) {
      const vibe = vibes.find(({ id }) => id === vibeId);
      if (!vibe || (onlyIfEmpty && vibe.cuts.length > 0)) return null;
      return { name: 'vibe:deleted', payload: { vibeId } };
    },
  },
} satisfies Descriptor<'vibe.delete'>;

import type { NamedEvent } from '../protocol/wire/event.ts';
import type { Descriptor } from './descriptor.ts';

export const vibeRestore = {
  orderedWith: { project: ({ id, projectId }) => projectId ?? id },
  subject: ({ id }) => id,
  sentence: ({ id }, names) => `Restore ${names.vibe(id)}`,
  place: ({ id }) => ({ kind: 'vibe', id }),
  overlay: {
    project(project, { id }, { deletedVibe }) {
      const deleted = deletedVibe?.(id);
      if (!deleted || project.vibes.some((vibe) => vibe.id === id)) return null;
      const { cuts, ...vibe } = deleted;
      return [
        { name: 'vibe:created', payload: vibe },
        ...cuts.map((cut): NamedEvent => ({ name: 'cut:restored', payload: cut })),
      ];
    },
  },
} satisfies Descriptor<'vibe.restore'>;

import { findCut } from '../protocol/state/project-state.ts';
import type { Descriptor } from './descriptor.ts';
import { vibeAgain } from './vibe-again.ts';

export const cutRestore = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: ({ id }, names) => `Restore ${names.cut(id)}`,
  place: ({ id }) => ({ kind: 'cut', id }),
  overlay: {
    project(project, { id }, { at, deletedCut, deletedVibe }) {
      const deleted = deletedCut?.(id);
      if (!deleted || findCut(project, id)) return null;
      const { cut, vibeName } = deleted;
      const vibes = project.vibes.filter((vibe) => vibe.id === cut.vibeId || vibe.name === vibeName);
      const there = vibes.find((vibe) => vibe.id === cut.vibeId) ?? vibes[0];
      if (there) return { name: 'cut:restored', payload: { ...cut, vibeId: there.id } };
      const vibe = vibeAgain(project, { id: cut.vibeId, name: vibeName }, at, deletedVibe?.(cut.vibeId));
      return [
        { name: 'vibe:created', payload: vibe },
        { name: 'cut:restored', payload: cut },
      ];
    },
  },
} satisfies Descriptor<'cut.restore'>;

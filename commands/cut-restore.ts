import { cutWithId } from '../protocol/state/project-parts.ts';
import type { Vibe } from '../protocol/wire/vibe.ts';
import type { Descriptor } from './descriptor.ts';

export const cutRestore = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: ({ id }, names) => `Restore ${names.cut(id)}`,
  place: ({ id }) => ({ kind: 'cut', id }),
  overlay: {
    project(project, { id }, { at, deletedCut }) {
      const deleted = deletedCut?.(id);
      if (!deleted || cutWithId(project, id)) return null;
      const { cut, vibeName } = deleted;
      const vibes = project.vibes.filter((vibe) => vibe.id === cut.vibeId || vibe.name === vibeName);
      const there = vibes.find((vibe) => vibe.id === cut.vibeId) ?? vibes[0];
      if (there) return { name: 'cut:restored', payload: { ...cut, vibeId: there.id } };
      const vibe: Vibe = {
        ...{ id: cut.vibeId, name: vibeName, projectId: project.id, imageUrl: null },
        order: Math.max(-1, ...project.vibes.map(({ order }) => order)) + 1,
        createdAt: new Date(at).toISOString(),
      };
      return [
        { name: 'vibe:created', payload: vibe },
        { name: 'cut:restored', payload: cut },
      ];
    },
  },
} satisfies Descriptor<'cut.restore'>;

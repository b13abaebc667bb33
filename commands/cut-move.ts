import { findCut } from '../protocol/state/project-state.ts';
import type { Descriptor } from './descriptor.ts';

export const cutMove = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: ({ id, targetVibeId }, names) => `Move ${names.cut(id)} to ${names.vibe(targetVibeId)}`,
  editable: { kind: 'vibe', field: 'targetVibeId' },
  place: ({ id }) => ({ kind: 'cut', id }),
  overlay: {
    project(project, { id, targetVibeId: toVibeId }) {
      const cut = findCut(project, id);
      if (!cut || !project.vibes.some((vibe) => vibe.id === toVibeId)) return null;
      return { name: 'cut:moved', payload: { cutId: cut.id, fromVibeId: cut.vibeId, toVibeId } };
    },
  },
} satisfies Descriptor<'cut.move'>;

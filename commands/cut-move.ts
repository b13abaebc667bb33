import { findCut } from '../protocol/state/project-state.ts';
import type { Descriptor } from './descriptor.ts';

export const cutMove = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: ({ id, targetVibeId }, names) => `Move ${names.cut(id)} to ${names.vibe(targetVibeId)}`,
  editable: { kind: 'vibe', field: 'targetVibeId' },
  place: ({ id }) => ({ kind: 'cut', id }),
  overlay: {
    project(project, { id: cutId, targetVibeId: toVibeId }) {
      const cut = findCut(project, cutId);
      if (!cut || !project.vibes.some(({ id }) => id === toVibeId)) return null;
      return { name: 'cut:moved', payload: { cutId, fromVibeId: cut.vibeId, toVibeId } };
    },
  },
} satisfies Descriptor<'cut.move'>;

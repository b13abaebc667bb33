import { findCut } from '../protocol/state/project-state.ts';
import type { Descriptor } from './descriptor.ts';

export const cutMerge = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ targetCutId }) => targetCutId,
  sentence: ({ id, targetCutId }, names) => `Merge ${names.cut(id)} into ${names.cut(targetCutId)}`,
  place: ({ id }) => ({ kind: 'cut', id }),
  overlay: {
    project(project, { id, targetCutId }) {
      const [cut, into] = [findCut(project, id), findCut(project, targetCutId)];
      if (cut?.id !== id || !into || into === cut) return null;
      return { name: 'cut:merged', payload: { cutId: id, intoCutId: into.id } };
    },
  },
} satisfies Descriptor<'cut.merge'>;

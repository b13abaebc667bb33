import { cutWithId } from '../protocol/state/project-parts.ts';
import { findCut } from '../protocol/state/project-state.ts';
import type { Descriptor } from './descriptor.ts';

export const cutMerge = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ targetCutId }) => targetCutId,
  sentence: ({ id, targetCutId }, names) => `Merge ${names.cut(id)} into ${names.cut(targetCutId)}`,
  place: ({ id }) => ({ kind: 'cut', id }),
  overlay: {
    project(project, { id, targetCutId }) {
      const into = findCut(project, targetCutId);
      if (!cutWithId(project, id) || !into || into.id === id) return null;
      return { name: 'cut:merged', payload: { cutId: id, intoCutId: into.id } };
    },
  },
} satisfies Descriptor<'cut.merge'>;

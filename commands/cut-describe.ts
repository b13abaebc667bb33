import { findCut } from '../protocol/state/project-state.ts';
import type { Descriptor } from './descriptor.ts';

export const cutDescribe = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: ({ id }, names) => `Change tempo, key or sections of ${names.cut(id)}`,
  place: ({ id }) => ({ kind: 'cut', id }),
  overlay: {
    project: (project, { id, music }) => {
      const cut = findCut(project, id);
      return cut ? { name: 'cut:described', payload: { cutId: cut.id, music } } : null;
    },
  },
} satisfies Descriptor<'cut.describe'>;

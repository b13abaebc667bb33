import { findCut } from '../protocol/state/project-state.ts';
import { isWholeOrder, orderAmongOthers } from '../protocol/state/versions.ts';
import type { Descriptor } from './descriptor.ts';

export const cutReorder = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: ({ id }, names) => `Reorder the versions of ${names.cut(id)}`,
  place: ({ id }) => ({ kind: 'cut', id }),
  overlay: {
    project(project, { id, fileIds: wanted }) {
      const cut = findCut(project, id);
      if (!cut) return null;
      const fileIds = cut.id === id ? wanted : orderAmongOthers(cut, wanted);
      if (!isWholeOrder(cut, fileIds)) return null;
      return { name: 'files:reordered', payload: { cutId: cut.id, fileIds } };
    },
  },
} satisfies Descriptor<'cut.reorder'>;

import { cutWithId } from '../protocol/state/project-parts.ts';
import type { Descriptor } from './descriptor.ts';

export const cutDelete = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: ({ id }, names) => `Delete ${names.cut(id)}`,
  place: ({ id }) => ({ kind: 'cut', id }),
  overlay: {
    project: (project, { id }) =>
      cutWithId(project, id) ? { name: 'cut:deleted', payload: { cutId: id } } : null,
  },
} satisfies Descriptor<'cut.delete'>;

import { findCut } from '../protocol/state/project-state.ts';
import { nameSchema } from '../protocol/wire/id.ts';
import type { Descriptor } from './descriptor.ts';

export const cutUpdate = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: ({ id, name }, names) => `Rename ${names.cut(id)} to “${name}”`,
  editable: { kind: 'name', field: 'name', schema: nameSchema },
  place: ({ id }) => ({ kind: 'cut', id }),
  overlay: {
    project: (project, { id, name }) => {
      const cut = findCut(project, id);
      return cut ? { name: 'cut:updated', payload: { cutId: cut.id, name } } : null;
    },
  },
} satisfies Descriptor<'cut.update'>;

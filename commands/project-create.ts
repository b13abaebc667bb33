import { nameSchema } from '../protocol/wire/id.ts';
import type { Descriptor } from './descriptor.ts';

export const projectCreate = {
  orderedWith: { project: ({ id }) => id },
  subject: ({ id }) => id,
  creates: true,
  sentence: ({ name }) => `Create project “${name}”`,
  editable: { kind: 'name', field: 'name', schema: nameSchema },
  place: () => ({ kind: 'project' }),
  overlay: {
    projectList: ({ id, name, description }, { at }) => ({
      kind: 'added',
      project: {
        ...{ id, name, description: description || null, imageUrl: null },
        ...{ createdAt: new Date(at).toISOString(), memberCount: 1, role: 'ADMIN' },
      },
    }),
  },
} satisfies Descriptor<'project.create'>;

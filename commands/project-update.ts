import { nameSchema } from '../protocol/wire/id.ts';
import type { Descriptor } from './descriptor.ts';

export const projectUpdate = {
  orderedWith: { project: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: ({ name }) => (name ? `Rename project to “${name}”` : 'Change the project'),
  editable: { kind: 'name', field: 'name', schema: nameSchema },
  place: () => ({ kind: 'project' }),
  overlay: {
    project(project, payload) {
      if (payload.id !== project.id) return null;
      const { id, imageUrl } = project;
      const { name = project.name, description = project.description } = payload;
      return { name: 'project:updated', payload: { id, imageUrl, name, description } };
    },
    projectList: ({ id, name, description }) => ({
      ...{ kind: 'updated', id },
      changes: { ...(name !== undefined && { name }), ...(description !== undefined && { description }) },
    }),
  },
} satisfies Descriptor<'project.update'>;

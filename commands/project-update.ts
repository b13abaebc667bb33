import { nameSchema } from '../protocol/wire/id.ts';
import type { Descriptor } from './descriptor.ts';

export const projectUpdate = {
  orderedWith: { project: ({ id }) => id },
  subject: ({ id }) => id,
  sentence({ name, picture }) {
    if (name) return `Rename project to “${name}”`;
    if (picture === undefined) return 'Change the project';
    return picture === null ? 'Remove the picture of the project' : 'Change the picture of the project';
  },
  editable: { kind: 'name', field: 'name', schema: nameSchema },
  place: () => ({ kind: 'project' }),
  overlay: {
    project(project, payload) {
      if (payload.id !== project.id) return null;
      const { id } = project;
      const { name = project.name, description = project.description } = payload;
      const { picture: imageUrl = project.imageUrl } = payload;
      return { name: 'project:updated', payload: { id, imageUrl, name, description } };
    },
    projectList: ({ id, name, description, picture }) => ({
      ...{ kind: 'updated', id },
      changes: {
        ...(name !== undefined && { name }),
        ...(description !== undefined && { description }),
        ...(picture !== undefined && { imageUrl: picture }),
      },
    }),
  },
} satisfies Descriptor<'project.update'>;

import { cutWithId } from '../protocol/state/project-parts.ts';
import type { Descriptor } from './descriptor.ts';

export const fileRestore = {
  orderedWith: { project: ({ id, projectId }) => projectId ?? id },
  subject: ({ id }) => id,
  sentence: ({ id }, names) => `Restore ${names.file(id)}`,
  overlay: {
    project(project, { id }, { deletedFile }) {
      const deleted = deletedFile?.(id);
      const cut = deleted && cutWithId(project, deleted.file.cutId);
      if (!cut || cut.files.some((file) => file.id === id)) return null;
      return { name: 'file:restored', payload: deleted };
    },
  },
} satisfies Descriptor<'file.restore'>;

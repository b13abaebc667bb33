import type { Descriptor } from './descriptor.ts';

export const fileDelete = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: ({ id }, names) => `Delete ${names.file(id)}`,
  overlay: {
    project({ vibes }, { id: fileId }) {
      const cut = vibes
        .flatMap(({ cuts }) => cuts)
        .find(({ files }) => files.some(({ id }) => id === fileId));
      return cut ? { name: 'file:deleted', payload: { fileId, cutId: cut.id } } : null;
    },
  },
} satisfies Descriptor<'file.delete'>;

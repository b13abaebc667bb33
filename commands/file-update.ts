import { nameSchema } from '../protocol/wire/id.ts';
import type { Descriptor } from './descriptor.ts';

export const fileUpdate = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: ({ id, label, note }, names) => {
    if (typeof label === 'string') return `Label ${names.file(id)} “${label}”`;
    if (label === null) return `Remove the label of ${names.file(id)}`;
    return note ? `Note on ${names.file(id)}: “${note}”` : `Remove the note on ${names.file(id)}`;
  },
  editable: { kind: 'name', field: 'label', schema: nameSchema },
  overlay: {
    project({ vibes }, { id, label, note }) {
      const file = vibes
        .flatMap(({ cuts }) => cuts)
        .flatMap(({ files }) => files)
        .find((one) => one.id === id);
      if (!file) return null;
      return {
        name: 'file:updated',
        payload: {
          fileId: id,
          cutId: file.cutId,
          label: label === undefined ? (file.label ?? null) : label,
          note: note === undefined ? (file.note ?? null) : note,
          versionId: file.versionId ?? null,
        },
      };
    },
  },
} satisfies Descriptor<'file.update'>;

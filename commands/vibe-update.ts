import { nameSchema } from '../protocol/wire/id.ts';
import type { Descriptor } from './descriptor.ts';

export const vibeUpdate = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence({ id, name, picture }, names) {
    if (name !== undefined) return `Rename ${names.vibe(id)} to “${name}”`;
    return picture === null
      ? `Remove the picture of ${names.vibe(id)}`
      : `Change the picture of ${names.vibe(id)}`;
  },
  editable: { kind: 'name', field: 'name', schema: nameSchema },
  place: ({ id }) => ({ kind: 'vibe', id }),
  overlay: {
    project(project, { id, name, picture }) {
      const known = project.vibes.find((vibe) => vibe.id === id);
      if (!known) return null;
      const { cuts: _, ...vibe } = known;
      const changes = {
        ...(name !== undefined && { name }),
        ...(picture !== undefined && { imageUrl: picture }),
      };
      return { name: 'vibe:updated', payload: { ...vibe, ...changes } };
    },
  },
} satisfies Descriptor<'vibe.update'>;

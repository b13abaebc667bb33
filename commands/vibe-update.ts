import { nameSchema } from '../protocol/wire/id.ts';
import type { Descriptor } from './descriptor.ts';

export const vibeUpdate = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: ({ id, name }, names) => `Rename ${names.vibe(id)} to “${name}”`,
  editable: { kind: 'name', field: 'name', schema: nameSchema },
  place: ({ id }) => ({ kind: 'vibe', id }),
  overlay: {
    project(project, { id, name }) {
      const known = project.vibes.find((vibe) => vibe.id === id);
      if (!known) return null;
      const { cuts: _, ...vibe } = known;
      return { name: 'vibe:updated', payload: { ...vibe, name } };
    },
  },
} satisfies Descriptor<'vibe.update'>;

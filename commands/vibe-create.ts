import { nameSchema } from '../protocol/wire/id.ts';
import type { Descriptor } from './descriptor.ts';

export const vibeCreate = {
  orderedWith: { project: ({ projectId }) => projectId },
  subject: ({ id }) => id,
  creates: true,
  sentence: ({ name }) => `Create song “${name}”`,
  editable: { kind: 'name', field: 'name', schema: nameSchema },
  place: ({ id }) => ({ kind: 'vibe', id }),
  overlay: {
    project(project, { id, name, projectId }, { at }) {
      if (projectId !== project.id) return null;
      const order = Math.max(-1, ...project.vibes.map((vibe) => vibe.order)) + 1;
      const createdAt = new Date(at).toISOString();
      return { name: 'vibe:created', payload: { id, name, projectId, imageUrl: null, order, createdAt } };
    },
  },
} satisfies Descriptor<'vibe.create'>;

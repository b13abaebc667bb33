import { nameSchema } from '../protocol/wire/id.ts';
import type { Descriptor } from './descriptor.ts';

export const cutCreate = {
  orderedWith: { projectOf: ({ vibeId }) => vibeId },
  subject: ({ id }) => id,
  creates: true,
  sentence: ({ name, vibeId }, names) => `Create song “${name}” in ${names.vibe(vibeId)}`,
  editable: { kind: 'name', field: 'name', schema: nameSchema },
  place: ({ id }) => ({ kind: 'cut', id }),
  overlay: {
    project({ id: projectId, vibes }, { id, name, vibeId }, { at, me }) {
      const vibe = vibes.find((candidate) => candidate.id === vibeId);
      if (!vibe) return null;
      const order = Math.max(-1, ...vibe.cuts.map((cut) => cut.order)) + 1;
      const created = { createdAt: new Date(at).toISOString(), createdBy: me, files: [], commentCount: 0 };
      return { name: 'cut:created', payload: { id, name, vibeId, projectId, order, ...created } };
    },
  },
} satisfies Descriptor<'cut.create'>;

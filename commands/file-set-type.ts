import { findCut } from '../protocol/state/project-state.ts';
import { isSound, placeOfType } from '../protocol/state/stem-versions.ts';
import type { Descriptor } from './descriptor.ts';

export const fileSetType = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence({ id, type, targetCutId, versionId }, names) {
    if (type === 'CUT') return `Make ${names.file(id)} a version of ${names.cut(targetCutId)}`;
    const of = versionId === undefined ? names.cut(targetCutId) : names.file(versionId);
    return `Make ${names.file(id)} a stem of ${of}`;
  },
  place: ({ targetCutId }) => ({ kind: 'cut', id: targetCutId }),
  overlay: {
    project(project, { id, targetCutId, ...wanted }, { commentsOn = () => [] }) {
      const cuts = project.vibes.flatMap((vibe) => vibe.cuts);
      const from = cuts.find(({ files }) => files.some((file) => file.id === id));
      const file = from?.files.find((one) => one.id === id);
      const to = findCut(project, targetCutId);
      if (!from || !file || !to || !isSound(file)) return null;
      if (from === to && file.type === wanted.type) return null;
      const change = placeOfType(file, wanted, from.files, to);
      const along = from === to ? [] : [id, ...(change.stemIds ?? [])];
      const commentCount = along.flatMap(commentsOn).length;
      const payload = { fileId: id, fromCutId: from.id, toCutId: to.id, commentCount, ...change };
      return { name: 'file:moved', payload };
    },
  },
} satisfies Descriptor<'file.setType'>;

import { findCut } from '../protocol/state/project-state.ts';
import { versionOfStem } from '../protocol/state/stem-versions.ts';
import type { Descriptor } from './descriptor.ts';

export const fileMove = {
  orderedWith: { projectOf: ({ id }) => id },
  subject: ({ id }) => id,
  sentence: ({ id, targetCutId }, names) => `Move ${names.file(id)} to ${names.cut(targetCutId)}`,
  place: ({ targetCutId }) => ({ kind: 'cut', id: targetCutId }),
  overlay: {
    project(project, { id: fileId, targetCutId, order, versionId: given }, { commentsOn = () => [] }) {
      const cuts = project.vibes.flatMap((vibe) => vibe.cuts);
      const from = cuts.find(({ files }) => files.some(({ id }) => id === fileId));
      const file = from?.files.find(({ id }) => id === fileId);
      const to = findCut(project, targetCutId);
      if (!from || !file || !to) return null;
      if (from === to) {
        const isVersion = from.files.some(({ id, type }) => id === given && type === 'CUT');
        if (file.type !== 'STEM' || file.versionId === given || (given !== undefined && !isVersion))
          return null;
        const within = { fileId, fromCutId: from.id, toCutId: to.id, commentCount: 0 };
        return {
          name: 'file:moved',
          payload: given === undefined ? within : { ...within, versionId: given },
        };
      }
      const stemIds = from.files.filter(({ versionId }) => versionId === fileId).map(({ id }) => id);
      const commentCount = [fileId, ...stemIds].flatMap(commentsOn).length;
      const isStem = file.type === 'STEM';
      const versionId = isStem ? (given ?? versionOfStem(to.files, file.label ?? null)) : null;
      return {
        name: 'file:moved',
        payload: {
          ...{ fileId, fromCutId: from.id, toCutId: to.id, commentCount },
          ...(stemIds.length > 0 && { stemIds }),
          ...(order !== undefined && { order }),
          ...(versionId !== null && { versionId }),
        },
      };
    },
    comments({ cutId, comments }, { id: fileId, targetCutId }) {
      const commentCount = comments.filter((comment) => comment.fileId === fileId).length;
      if (cutId === targetCutId || commentCount === 0) return null;
      return {
        name: 'file:moved',
        payload: { fileId, fromCutId: cutId, toCutId: targetCutId, commentCount },
      };
    },
  },
} satisfies Descriptor<'file.move'>;

import { findCut } from '../protocol/state/project-state.ts';
import { filesOfSplit } from '../protocol/state/stem-versions.ts';
import type { File } from '../protocol/wire/file.ts';
import { nameSchema } from '../protocol/wire/id.ts';
import type { Descriptor } from './descriptor.ts';
import { vibeAgain } from './vibe-again.ts';

export const cutSplit = {
  orderedWith: { projectOf: ({ cutId }) => cutId },
  subject: ({ id }) => id,
  creates: true,
  sentence: ({ name, cutId }, names) => `Split “${name}” from ${names.cut(cutId)}`,
  editable: { kind: 'name', field: 'name', schema: nameSchema },
  place: ({ cutId }) => ({ kind: 'cut', id: cutId }),
  overlay: {
    project(
      project,
      { id, cutId, name, vibeId, fileIds, stemIds = [], commentIds: given = [] },
      circumstances,
    ) {
      const { at, me, deletedCut, deletedVibe, commentsOn = () => [] } = circumstances;
      const from = findCut(project, cutId);
      const former = deletedCut?.(id);
      const wantedId = vibeId ?? from?.vibeId;
      const there = project.vibes.find((candidate) => candidate.id === wantedId);
      const deleted = wantedId === undefined ? undefined : deletedVibe?.(wantedId);
      // One that was deleted with its cuts is made again, for they can still be restored.
      const emptied = deleted?.cuts.length === 0 ? deleted : undefined;
      const again =
        !there && former && former.cut.vibeId === wantedId
          ? vibeAgain(project, { id: wantedId, name: former.vibeName }, at, emptied)
          : null;
      const vibe = there ?? (again && { ...again, cuts: [] });
      if (!from || !vibe || from.id === id) return null;
      const wanted = new Set([...fileIds, ...stemIds]);
      const moved = from.files.filter((file) => wanted.has(file.id) || wanted.has(file.versionId ?? ''));
      const movedIds = moved.map((file) => file.id);
      const commentIds = [...new Set([...given, ...movedIds.flatMap(commentsOn)])];
      const cut = {
        ...{ id, name, vibeId: vibe.id, projectId: project.id, createdAt: new Date(at).toISOString() },
        ...{ createdBy: me, commentCount: commentIds.length },
        order: Math.max(-1, ...vibe.cuts.map(({ order }) => order)) + 1,
        files: filesOfSplit(
          moved.map((file) => splitOff(file, id, movedIds)),
          { asVersions: stemIds, isBack: from.formerIds?.includes(id) === true },
        ),
      };
      return [
        ...(again ? [{ name: 'vibe:created', payload: again } as const] : []),
        { name: 'cut:split', payload: { cut, fromCutId: from.id, fileIds: movedIds, commentIds } },
      ];
    },
  },
} satisfies Descriptor<'cut.split'>;

/** A stem without its version belongs to none. */
function splitOff({ versionId, ...file }: File, cutId: string, movedIds: readonly string[]): File {
  return { ...file, cutId, ...(versionId && movedIds.includes(versionId) && { versionId }) };
}

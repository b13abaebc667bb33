import { versionOfStem } from '../../protocol/state/stem-versions.ts';
import type { File } from '../../protocol/wire/file.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import { findCutPlace } from '../entities/cut.ts';
import { readFiles } from '../entities/file.ts';
import { failure } from '../failure.ts';
import { relocateNotifications } from '../notifications/relocate.ts';
import { notFound, refuse } from './access.ts';
import type { CommandContext, Handled, Handler } from './handler.ts';
import { moveFiles } from './move-files.ts';

export const handleFileMove: Handler<'file.move'> = async (context, payload) => {
  const { tx } = context;
  const { id, targetCutId, order = null } = payload;
  const [file] = await readFiles(tx, { id });
  if (!file) return notFound('file');
  const { projectId, cutId } = file;
  const refusal = await refuse(context, projectId, 'file.move', 'file');
  if (refusal) return refusal;
  const target = await findCutPlace(tx, targetCutId);
  if (!target || (await refuse(context, target.projectId, 'file.move', 'cut'))) return notFound('cut');
  if (target.projectId !== projectId) {
    return failure('invalid', 'targetCutId: A file can only be moved within its project.');
  }
  if (target.id === cutId) return placeStem(context, file, payload.versionId);

  const there = await readFiles(tx, { cutId: target.id });
  const given = there.find((version) => version.id === payload.versionId && version.type === 'CUT');
  const found = file.type === 'STEM' ? (given?.id ?? versionOfStem(there, file.label ?? null)) : null;
  const stemIds = (await readFiles(tx, { cutId }))
    .filter(({ versionId }) => versionId === id)
    .map((stem) => stem.id);
  const fileIds = [id, ...stemIds];
  const commentIds = await moveFiles(context, { fileIds }, cutId, target.id);
  await tx.updateTable('file').set({ order, versionId: found }).where('id', '=', id).execute();
  const [moved] = await readFiles(tx, { id });
  if (!moved) throw new Error(`File ${id} disappeared within its own transaction`);
  const versions = (await readFiles(tx, { cutId: target.id })).filter(({ type }) => type === 'CUT');
  const number = versions.findIndex((version) => version.id === id) + 1;
  return {
    ok: true,
    result: moved,
    events: [
      {
        topic: projectTopic(projectId),
        event: {
          name: 'file:moved',
          payload: {
            ...{ fileId: id, fromCutId: cutId, toCutId: target.id, commentCount: commentIds.length },
            ...(stemIds.length > 0 && { stemIds }),
            ...(order !== null && { order }),
            ...(found !== null && { versionId: found }),
          },
        },
      },
      ...(await relocateNotifications(tx, cutId, target, { fileIds, commentIds })),
    ],
    activities: [
      {
        type: 'file_moved',
        projectId,
        target: { type: 'file', id, name: file.name },
        ...(number > 0 && { version: { cutName: target.name, number } }),
        link: { projectId, vibeId: target.vibeId, cutId: target.id, fileId: id },
      },
    ],
  };
};

/** Within its song, a stem only gets another version, or none. Nobody needs to hear of that. */
async function placeStem(
  { tx }: CommandContext,
  file: File,
  versionId: string | undefined,
): Promise<Handled<File>> {
  const { id, projectId, cutId, versionId: former, ...rest } = file;
  const there = await readFiles(tx, { cutId });
  const isVersion = there.some((one) => one.id === versionId && one.type === 'CUT');
  if (file.type !== 'STEM' || former === versionId || (versionId !== undefined && !isVersion)) {
    return { ok: true, result: file, events: [] };
  }
  await tx
    .updateTable('file')
    .set({ versionId: versionId ?? null })
    .where('id', '=', id)
    .execute();
  const place = versionId === undefined ? {} : { versionId };
  const payload = { fileId: id, fromCutId: cutId, toCutId: cutId, commentCount: 0, ...place };
  return {
    ok: true,
    result: { id, projectId, cutId, ...rest, ...place },
    events: [{ topic: projectTopic(projectId), event: { name: 'file:moved', payload } }],
  };
}

import { versionOfStem } from '../../protocol/state/stem-versions.ts';
import type { Failure } from '../../protocol/wire/error.ts';
import type { LoggedEventPayload } from '../../protocol/wire/event.ts';
import type { File } from '../../protocol/wire/file.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import { type CutPlace, findCutPlace } from '../entities/cut.ts';
import { readFiles } from '../entities/file.ts';
import { failure } from '../failure.ts';
import { relocateNotifications } from '../notifications/relocate.ts';
import { notFound, refuse } from './access.ts';
import type { CommandContext, Handled, Handler } from './handler.ts';
import { moveFiles } from './move-files.ts';

export const handleFileMove: Handler<'file.move'> = async (context, payload) => {
  const { tx } = context;
  const found = await findMove(context, 'file.move', payload);
  if (!found.ok) return found;
  const { file, target } = found;
  if (target.id === file.cutId) return placeStem(context, file, payload.versionId);

  const there = await readFiles(tx, { cutId: target.id });
  const given = there.find((version) => version.id === payload.versionId && version.type === 'CUT');
  const versionId = file.type === 'STEM' ? (given?.id ?? versionOfStem(there, file.label ?? null)) : null;
  const stemIds = (await readFiles(tx, { cutId: file.cutId }))
    .filter((stem) => stem.versionId === file.id)
    .map((stem) => stem.id);
  return carry(context, file, target, {
    ...(stemIds.length > 0 && { stemIds }),
    ...(payload.order !== undefined && { order: payload.order }),
    ...(versionId !== null && { versionId }),
  });
};

/** The file and the cut that it is to be in, if the actor may do that. */
export async function findMove(
  context: CommandContext,
  kind: 'file.move' | 'file.setType',
  { id, targetCutId }: { id: string; targetCutId: string },
): Promise<{ ok: true; file: File; target: CutPlace } | Failure> {
  const { tx } = context;
  const [file] = await readFiles(tx, { id });
  if (!file) return notFound('file');
  const refusal = await refuse(context, file.projectId, kind, 'file');
  if (refusal) return refusal;
  const target = await findCutPlace(tx, targetCutId);
  if (!target || (await refuse(context, target.projectId, kind, 'cut'))) return notFound('cut');
  if (target.projectId === file.projectId) return { ok: true, file, target };
  return failure('invalid', 'targetCutId: A file can only be moved within its project.');
}

type Place = Pick<LoggedEventPayload<'file:moved'>, 'stemIds' | 'order' | 'versionId' | 'type'>;

/** Moves the file and its stems to that place of a cut, with the comments made on them. */
export async function carry(
  context: CommandContext,
  { id, name, projectId, cutId }: File,
  target: CutPlace,
  place: Place,
): Promise<Handled<File>> {
  const { tx } = context;
  const { stemIds = [], order = null, versionId = null, type } = place;
  const fileIds = [id, ...stemIds];
  const isElsewhere = target.id !== cutId;
  const commentIds = isElsewhere ? await moveFiles(context, { fileIds }, cutId, target.id) : [];
  await tx
    .updateTable('file')
    .set({ order, versionId, ...(type && { type }) })
    .where('id', '=', id)
    .execute();
  if (type === 'STEM') await tx.updateTable('file').set({ versionId }).where('versionId', '=', id).execute();
  const [moved] = await readFiles(tx, { id });
  if (!moved) throw new Error(`File ${id} disappeared within its own transaction`);
  const versions = (await readFiles(tx, { cutId: target.id })).filter((file) => file.type === 'CUT');
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
            ...place,
          },
        },
      },
      ...(isElsewhere ? await relocateNotifications(tx, cutId, target, { fileIds, commentIds }) : []),
    ],
    // Nobody needs to hear that a version of a song is one of its stems.
    activities:
      !isElsewhere && number === 0
        ? []
        : [
            {
              type: 'file_moved',
              projectId,
              target: { type: 'file', id, name },
              ...(number > 0 && { version: { cutName: target.name, number } }),
              link: { projectId, vibeId: target.vibeId, cutId: target.id, fileId: id },
            },
          ],
  };
}

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

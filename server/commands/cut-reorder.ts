import { isWholeOrder, orderAmongOthers, sortFiles, versionsOf } from '../../protocol/state/versions.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import { readMeantCut } from '../entities/cut.ts';
import { failure } from '../failure.ts';
import { notFound, refuse } from './access.ts';
import type { Handler } from './handler.ts';

/** All or nothing: an order that was chosen before a version was added is refused. */
export const handleCutReorder: Handler<'cut.reorder'> = async (context, payload) => {
  const { tx } = context;
  const cut = await readMeantCut(tx, payload.id);
  if (!cut) return notFound('cut');
  const refusal = await refuse(context, cut.projectId, 'cut.reorder', 'cut');
  if (refusal) return refusal;
  const fileIds = cut.id === payload.id ? payload.fileIds : orderAmongOthers(cut, payload.fileIds);
  if (!isWholeOrder(cut, fileIds)) {
    return failure('conflict', 'fileIds: The song’s versions have changed. Name each of them once.');
  }
  const isSame = versionsOf(cut).every((file, order) => file.id === fileIds[order] && file.order === order);
  if (isSame) return { ok: true, result: cut, events: [] };
  const rank = new Map(fileIds.map((fileId, order) => [fileId, order]));
  for (const [fileId, order] of rank) {
    await tx.updateTable('file').set({ order }).where('id', '=', fileId).execute();
  }
  const files = cut.files.map((file) => {
    const order = rank.get(file.id);
    return order === undefined ? file : { ...file, order };
  });
  return {
    ok: true,
    result: { ...cut, files: sortFiles(files) },
    events: [
      {
        topic: projectTopic(cut.projectId),
        event: { name: 'files:reordered', payload: { cutId: cut.id, fileIds } },
      },
    ],
  };
};

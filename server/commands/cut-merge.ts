import { projectTopic } from '../../protocol/wire/topic.ts';
import { findCutPlace, readCut } from '../entities/cut.ts';
import { failure } from '../failure.ts';
import { relocateNotifications } from '../notifications/relocate.ts';
import { notFound, refuse } from './access.ts';
import type { Handler } from './handler.ts';

export const handleCutMerge: Handler<'cut.merge'> = async (context, { id, targetCutId }) => {
  const { tx } = context;
  const merged = await findCutPlace(tx, id);
  if (!merged) return notFound('cut');
  const { projectId } = merged;
  const refusal = await refuse(context, projectId, 'MEMBER', 'cut');
  if (refusal) return refusal;
  const into = await findCutPlace(tx, targetCutId);
  if (!into || (await refuse(context, into.projectId, 'MEMBER', 'cut'))) return notFound('cut');
  if (into.projectId !== projectId) {
    return failure('invalid', 'targetCutId: Cuts can only be merged within their project.');
  }
  if (into.id !== merged.id) {
    // Following the id would merge another cut than the one that was meant.
    if (merged.id !== id) return failure('conflict', 'id: This cut was merged into another one meanwhile.');
    await moveEverything(tx, id, into.id);
  }
  const result = await readCut(tx, into.id);
  if (!result) throw new Error(`Cut ${into.id} disappeared within its own transaction`);
  if (into.id === merged.id) return { ok: true, result, events: [] };
  return {
    ok: true,
    result,
    events: [
      {
        topic: projectTopic(projectId),
        event: { name: 'cut:merged', payload: { cutId: id, intoCutId: into.id } },
      },
      ...(await relocateNotifications(tx, id, into, null)),
    ],
    activities: [
      {
        type: 'cut_merged',
        projectId,
        target: { type: 'cut', id: into.id, name: merged.name },
        link: { projectId, vibeId: into.vibeId, cutId: into.id },
      },
    ],
  };
};

/** Files and comments first, because they are deleted with their cut. */
async function moveEverything(tx: Parameters<typeof readCut>[0], id: string, intoId: string): Promise<void> {
  const cut = await tx.selectFrom('cut').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const { projectId, stackKey } = cut;
  await tx.updateTable('file').set({ cutId: intoId, order: null }).where('cutId', '=', id).execute();
  const comments = await tx
    .updateTable('comment')
    .set({ cutId: intoId })
    .where('cutId', '=', id)
    .returning('id')
    .execute();
  const commentIds = JSON.stringify(comments.map((comment) => comment.id));
  await tx.updateTable('cutAlias').set({ cutId: intoId }).where('cutId', '=', id).execute();
  await tx
    .insertInto('cutAlias')
    .values({ id, cutId: intoId, intoId, projectId, stackKey, cut: JSON.stringify(cut), commentIds })
    .execute();
  await tx.deleteFrom('cut').where('id', '=', id).execute();
}

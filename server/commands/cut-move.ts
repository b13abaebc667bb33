import { projectTopic } from '../../protocol/wire/topic.ts';
import { nextCutRank, readMeantCut } from '../entities/cut.ts';
import { failure } from '../failure.ts';
import { notFound, refuse } from './access.ts';
import type { Handler } from './handler.ts';

export const handleCutMove: Handler<'cut.move'> = async (context, payload) => {
  const { tx } = context;
  const { targetVibeId } = payload;
  const cut = await readMeantCut(tx, payload.id);
  if (!cut) return notFound('cut');
  const { id, projectId, vibeId, name } = cut;
  const refusal = await refuse(context, projectId, 'cut.move', 'cut');
  if (refusal) return refusal;
  if (vibeId === targetVibeId) return { ok: true, result: cut, events: [] };
  const target = await tx
    .selectFrom('vibe')
    .select('projectId')
    .where('id', '=', targetVibeId)
    .executeTakeFirst();
  if (!target || (await refuse(context, target.projectId, 'cut.move', 'vibe'))) return notFound('vibe');
  if (target.projectId !== projectId) {
    return failure('invalid', 'targetVibeId: A song can only be moved within its project.');
  }
  const rank = await nextCutRank(tx, targetVibeId);
  await tx.updateTable('cut').set({ vibeId: targetVibeId, rank }).where('id', '=', id).execute();
  return {
    ok: true,
    result: { ...cut, vibeId: targetVibeId, order: rank },
    events: [
      {
        topic: projectTopic(projectId),
        event: { name: 'cut:moved', payload: { cutId: id, fromVibeId: vibeId, toVibeId: targetVibeId } },
      },
    ],
    activities: [
      {
        type: 'cut_moved',
        projectId,
        target: { type: 'cut', id, name },
        link: { projectId, vibeId: targetVibeId, cutId: id },
      },
    ],
  };
};

import { projectTopic } from '../../protocol/wire/topic.ts';
import { nextVibeRank, toVibe } from '../entities/vibe.ts';
import { failure } from '../failure.ts';
import { refuse } from './access.ts';
import type { Handler } from './handler.ts';
import { refuseIfFull } from './limits.ts';

export const handleVibeCreate: Handler<'vibe.create'> = async (context, { id, projectId, name }) => {
  const { tx, actor, now } = context;
  const refusal = await refuse(context, projectId, 'vibe.create', 'project');
  if (refusal) return refusal;
  const full = await refuseIfFull(tx, 'vibesOfProject', projectId);
  if (full) return full;
  const rank = await nextVibeRank(tx, projectId);
  const row = { id, projectId, name, imageSha256: null, rank, createdAt: now, createdBy: actor.id };
  const made = await tx
    .insertInto('vibe')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 0n) return failure('conflict', 'id: This id is already in use.');
  // It takes the place of a deleted one, whose cuts can still be restored.
  await tx.deleteFrom('deletedVibe').where('id', '=', id).execute();
  const vibe = toVibe(row, null);
  return {
    ok: true,
    result: vibe,
    events: [{ topic: projectTopic(projectId), event: { name: 'vibe:created', payload: vibe } }],
    activities: [
      {
        type: 'vibe_created',
        projectId,
        target: { type: 'vibe', id, name },
        link: { projectId, vibeId: id },
      },
    ],
  };
};

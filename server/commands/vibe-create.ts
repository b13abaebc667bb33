import type { CommandPayload } from '../../protocol/wire/command.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import type { Vibe } from '../../protocol/wire/vibe.ts';
import { readDeletedVibe, restoreVibeAlone } from '../deleted/deleted-vibes.ts';
import { nextVibeRank, toVibe } from '../entities/vibe.ts';
import { failure } from '../failure.ts';
import { refuse } from './access.ts';
import type { CommandContext, Handler } from './handler.ts';
import { refuseIfFull } from './limits.ts';

/** Makes a vibe. One of this id that a correction had emptied comes back as it was, with this name. */
export const handleVibeCreate: Handler<'vibe.create'> = async (context, payload) => {
  const { tx } = context;
  const { id, projectId, name } = payload;
  const refusal = await refuse(context, projectId, 'vibe.create', 'project');
  if (refusal) return refusal;
  const full = await refuseIfFull(tx, 'vibesOfProject', projectId);
  if (full) return full;
  const deleted = await readDeletedVibe(tx, id);
  const inUse = failure('conflict', 'id: This id is already in use.');
  if (deleted && deleted.projectId !== projectId) return inUse;
  const vibe = deleted?.wasEmptied
    ? await restoreVibeAlone(context, id, { name })
    : await insertVibe(context, payload);
  if (!vibe) return inUse;
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

/** Null if there is a vibe of that id. */
async function insertVibe(
  { tx, actor, now }: CommandContext,
  { id, projectId, name }: CommandPayload<'vibe.create'>,
): Promise<Vibe | null> {
  const rank = await nextVibeRank(tx, projectId);
  const row = { id, projectId, name, imageSha256: null, rank, createdAt: now, createdBy: actor.id };
  const made = await tx
    .insertInto('vibe')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 0n) return null;
  // It takes the place of a deleted one, whose cuts can still be restored.
  await tx.deleteFrom('deletedVibe').where('id', '=', id).execute();
  return toVibe(row, null);
}

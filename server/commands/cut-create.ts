import type { CommandPayload } from '../../protocol/wire/command.ts';
import type { Cut } from '../../protocol/wire/cut.ts';
import type { Failure } from '../../protocol/wire/error.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import { isOfDeletedCut } from '../deleted/deleted-cuts.ts';
import { isOfMergedCut, nextCutRank } from '../entities/cut.ts';
import { failure } from '../failure.ts';
import type { Stack } from '../files/song-cut.ts';
import { notFound, refuse } from './access.ts';
import type { CommandContext, Handled, Handler } from './handler.ts';
import { refuseIfFull } from './limits.ts';

const inUse = failure('conflict', 'id: This id is already in use.');

export const handleCutCreate: Handler<'cut.create'> = (context, payload) => createCut(context, payload);

/** Makes a cut; `stack`: what decides which bounces become its versions, if it is made for one. */
export async function createCut(
  context: CommandContext,
  { id, vibeId, name, ...stack }: CommandPayload<'cut.create'> & Partial<Stack>,
): Promise<Handled<Cut> | Failure> {
  const { tx, actor, now } = context;
  const vibe = await tx.selectFrom('vibe').select('projectId').where('id', '=', vibeId).executeTakeFirst();
  if (!vibe) return notFound('vibe');
  const { projectId } = vibe;
  const refusal = await refuse(context, projectId, 'cut.create', 'vibe');
  if (refusal) return refusal;
  if ((await isOfDeletedCut(tx, id)) || (await isOfMergedCut(tx, id))) return inUse;
  const full = await refuseIfFull(tx, 'cutsOfProject', projectId);
  if (full) return full;
  const rank = await nextCutRank(tx, vibeId);
  const made = await tx
    .insertInto('cut')
    .values({ id, vibeId, projectId, name, rank, createdAt: now, createdBy: actor.id, ...stack })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 0n) return inUse;
  const cut: Cut = {
    id,
    name,
    vibeId,
    projectId,
    order: rank,
    createdAt: now,
    createdBy: { id: actor.id, name: actor.name, avatarUrl: actor.avatarUrl },
    files: [],
    commentCount: 0,
    ...(stack.title && { title: stack.title }),
    ...(stack.alternate && { alternate: stack.alternate }),
  };
  return {
    ok: true,
    result: cut,
    events: [{ topic: projectTopic(projectId), event: { name: 'cut:created', payload: cut } }],
    activities: [
      {
        type: 'cut_created',
        projectId,
        target: { type: 'cut', id, name },
        link: { projectId, vibeId, cutId: id },
      },
    ],
  };
}

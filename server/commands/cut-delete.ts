import { projectTopic } from '../../protocol/wire/topic.ts';
import { record } from '../audit/record.ts';
import { deleteCut } from '../deleted/deleted-cuts.ts';
import { notFound, refuse } from './access.ts';
import type { Handler } from './handler.ts';

/** Deletes the cut with its files. `cut.restore` brings it back, for a while. */
export const handleCutDelete: Handler<'cut.delete'> = async (context, { id }) => {
  const { tx } = context;
  const cut = await tx
    .selectFrom('cut')
    .select(['projectId', 'vibeId', 'name'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!cut) return notFound('cut');
  const { projectId, vibeId, name } = cut;
  const refusal = await refuse(context, projectId, 'cut.delete', 'cut');
  if (refusal) return refusal;
  await deleteCut(context, id);
  await record(context, { kind: 'cut.deleted', subject: { id, name }, projectId });
  return {
    ok: true,
    result: {},
    events: [{ topic: projectTopic(projectId), event: { name: 'cut:deleted', payload: { cutId: id } } }],
    activities: [
      { type: 'cut_deleted', projectId, target: { type: 'cut', id, name }, link: { projectId, vibeId } },
    ],
  };
};

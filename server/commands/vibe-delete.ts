import { projectTopic } from '../../protocol/wire/topic.ts';
import { record } from '../audit/record.ts';
import { deleteCut } from '../deleted/deleted-cuts.ts';
import { deleteVibe } from '../deleted/deleted-vibes.ts';
import { notFound, refuse } from './access.ts';
import type { ActivityDraft, Handler, TopicEvent } from './handler.ts';

/** Deletes the vibe with its cuts and their files. A `cut:deleted` for each comes first: plain clients don't know `vibe:deleted`. */
export const handleVibeDelete: Handler<'vibe.delete'> = async (context, { id, onlyIfEmpty }) => {
  const { tx } = context;
  const vibe = await tx
    .selectFrom('vibe')
    .select(['projectId', 'name'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!vibe) return notFound('vibe');
  const { projectId } = vibe;
  const refusal = await refuse(context, projectId, onlyIfEmpty ? 'vibe.deleteEmpty' : 'vibe.delete', 'vibe');
  if (refusal) return refusal;
  const cuts = await tx
    .selectFrom('cut')
    .select(['id', 'name'])
    .where('vibeId', '=', id)
    .orderBy('rank')
    .orderBy('id')
    .execute();
  if (onlyIfEmpty && cuts.length > 0) return { ok: true, result: {}, events: [] };
  for (const cut of cuts) await deleteCut(context, cut.id);
  await deleteVibe(context, id, { wasEmptied: onlyIfEmpty === true });
  await record(context, { kind: 'vibe.deleted', subject: { id, name: vibe.name }, projectId });
  const topic = projectTopic(projectId);
  const link = { projectId };
  return {
    ok: true,
    result: {},
    events: [
      ...cuts.map(
        (cut): TopicEvent => ({ topic, event: { name: 'cut:deleted', payload: { cutId: cut.id } } }),
      ),
      { topic, event: { name: 'vibe:deleted', payload: { vibeId: id } } },
    ],
    activities: [
      ...cuts.map(
        (cut): ActivityDraft => ({ type: 'cut_deleted', projectId, target: { type: 'cut', ...cut }, link }),
      ),
      { type: 'vibe_deleted', projectId, target: { type: 'vibe', id, name: vibe.name }, link },
    ],
  };
};

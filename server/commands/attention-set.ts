import { userTopic } from '../../protocol/wire/topic.ts';
import { readProjectAttention } from '../entities/attention.ts';
import { notFound, refuse } from './access.ts';
import type { Handler } from './handler.ts';

/** The same level again changes nothing and makes no event. */
export const handleAttentionSetLevel: Handler<'attention.setLevel'> = async (context, payload) => {
  const { tx, actor } = context;
  const { projectId, level } = payload;
  const refusal = await refuse(context, projectId, 'attention.setLevel', 'project');
  if (refusal) return refusal;
  const before = await readProjectAttention(tx, actor.id, projectId);
  if (!before) return notFound('project');
  const result = { ...before, level };
  if (before.level === level) return { ok: true, result, events: [] };
  await tx
    .updateTable('member')
    .set({ level })
    .where('projectId', '=', projectId)
    .where('userId', '=', actor.id)
    .execute();
  const event = { name: 'attention:updated', payload: result } as const;
  return { ok: true, result, events: [{ topic: userTopic(actor.id), event }] };
};

export const handleAttentionSetQuietHours: Handler<'attention.setQuietHours'> = async (context, payload) => {
  const { tx, actor } = context;
  const { quietHours } = payload;
  const stored = quietHours === null ? null : JSON.stringify(quietHours);
  await tx.updateTable('user').set({ quietHours: stored }).where('id', '=', actor.id).execute();
  const event = { name: 'quiet-hours:updated', payload: { quietHours } } as const;
  return { ok: true, result: { quietHours }, events: [{ topic: userTopic(actor.id), event }] };
};

import { projectTopic } from '../../protocol/wire/topic.ts';
import { toVibe } from '../entities/vibe.ts';
import { notFound, refuse } from './access.ts';
import type { Handler } from './handler.ts';

export const handleVibeUpdate: Handler<'vibe.update'> = async (context, { id, name }) => {
  const { tx } = context;
  const row = await tx.selectFrom('vibe').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return notFound('vibe');
  const refusal = await refuse(context, row.projectId, 'MEMBER', 'vibe');
  if (refusal) return refusal;
  const vibe = toVibe({ ...row, name });
  if (name === row.name) return { ok: true, result: vibe, events: [] };
  await tx.updateTable('vibe').set({ name }).where('id', '=', id).execute();
  return {
    ok: true,
    result: vibe,
    events: [{ topic: projectTopic(row.projectId), event: { name: 'vibe:updated', payload: vibe } }],
  };
};

import { projectTopic } from '../../protocol/wire/topic.ts';
import { prepared } from '../db/prepared.ts';
import { readMeantCut } from '../entities/cut.ts';
import { notFound, refuse } from './access.ts';
import type { Handler } from './handler.ts';

export const handleCutUpdate: Handler<'cut.update'> = async (context, payload) => {
  const { tx } = context;
  const { name } = payload;
  const cut = await readMeantCut(tx, payload.id);
  if (!cut) return notFound('cut');
  const refusal = await refuse(context, cut.projectId, 'cut.update', 'cut');
  if (refusal) return refusal;
  const { id } = cut;
  if (name === cut.name) return { ok: true, result: cut, events: [] };
  await rename(tx, { id, name });
  return {
    ok: true,
    result: { ...cut, name },
    events: [
      { topic: projectTopic(cut.projectId), event: { name: 'cut:updated', payload: { cutId: id, name } } },
    ],
  };
};

const rename = prepared((db, { id, name }: { id: string; name: string }) =>
  db.updateTable('cut').set({ name }).where('id', '=', id),
);

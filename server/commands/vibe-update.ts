import { projectTopic } from '../../protocol/wire/topic.ts';
import { readVibePicture, toVibe } from '../entities/vibe.ts';
import { keepPicture } from '../pictures/pictures.ts';
import { notFound, refuse } from './access.ts';
import type { Handler } from './handler.ts';

export const handleVibeUpdate: Handler<'vibe.update'> = async (context, { id, name, picture }) => {
  const { tx } = context;
  const row = await tx.selectFrom('vibe').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return notFound('vibe');
  const refusal = await refuse(context, row.projectId, 'vibe.update', 'vibe');
  if (refusal) return refusal;
  const before = await readVibePicture(tx, id);
  const kept =
    picture === undefined
      ? ({ ok: true, data: before } as const)
      : await keepPicture(tx, { vibeId: id }, picture);
  if (!kept.ok) return kept;
  const vibe = toVibe({ ...row, name: name ?? row.name }, kept.data);
  if (vibe.name === row.name && kept.data === before) return { ok: true, result: vibe, events: [] };
  await tx.updateTable('vibe').set({ name: vibe.name }).where('id', '=', id).execute();
  return {
    ok: true,
    result: vibe,
    events: [{ topic: projectTopic(row.projectId), event: { name: 'vibe:updated', payload: vibe } }],
  };
};

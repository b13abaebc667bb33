import { isDeepStrictEqual } from 'node:util';
import { projectTopic } from '../../protocol/wire/topic.ts';
import { readMeantCut } from '../entities/cut.ts';
import { notFound, refuse } from './access.ts';
import type { Handler } from './handler.ts';

/** A member enters the facts about a song's music, in place of those that were entered before. */
export const handleCutDescribe: Handler<'cut.describe'> = async (context, payload) => {
  const { tx } = context;
  const { music } = payload;
  const cut = await readMeantCut(tx, payload.id);
  if (!cut) return notFound('cut');
  const refusal = await refuse(context, cut.projectId, 'cut.describe', 'cut');
  if (refusal) return refusal;
  const { id: cutId, projectId } = cut;
  if (isDeepStrictEqual(music, cut.music ?? {})) return { ok: true, result: cut, events: [] };
  const isEmpty = Object.keys(music).length === 0;
  await tx
    .updateTable('cut')
    .set({ music: isEmpty ? null : JSON.stringify(music) })
    .where('id', '=', cutId)
    .execute();
  const { music: _before, ...rest } = cut;
  return {
    ok: true,
    result: isEmpty ? rest : { ...rest, music },
    events: [{ topic: projectTopic(projectId), event: { name: 'cut:described', payload: { cutId, music } } }],
  };
};

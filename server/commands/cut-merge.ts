import { findCutPlace, readCut } from '../entities/cut.ts';
import { failure } from '../failure.ts';
import { notFound, refuse } from './access.ts';
import type { Handler } from './handler.ts';
import { mergeCuts } from './merge-cuts.ts';

export const handleCutMerge: Handler<'cut.merge'> = async (context, { id, targetCutId }) => {
  const { tx } = context;
  const merged = await findCutPlace(tx, id);
  if (!merged) return notFound('cut');
  const { projectId } = merged;
  const refusal = await refuse(context, projectId, 'cut.merge', 'cut');
  if (refusal) return refusal;
  const into = await findCutPlace(tx, targetCutId);
  if (!into || (await refuse(context, into.projectId, 'cut.merge', 'cut'))) return notFound('cut');
  if (into.projectId !== projectId) {
    return failure('invalid', 'targetCutId: Songs can only be merged within their project.');
  }
  // Following the id would merge another cut than the one that was meant.
  if (into.id !== merged.id && merged.id !== id) {
    return failure('conflict', 'id: This song was merged into another one meanwhile.');
  }
  const done = into.id === merged.id ? { events: [] } : await mergeCuts(tx, merged, into);
  const result = await readCut(tx, into.id);
  if (!result) throw new Error(`Cut ${into.id} disappeared within its own transaction`);
  return { ok: true, result, ...done };
};

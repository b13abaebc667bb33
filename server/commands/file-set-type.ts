import { isSound, placeOfType } from '../../protocol/state/stem-versions.ts';
import { readFiles } from '../entities/file.ts';
import { failure } from '../failure.ts';
import { carry, findMove } from './file-move.ts';
import type { Handler } from './handler.ts';

/** Makes sound a version or a stem of this cut, which may be another one. */
export const handleFileSetType: Handler<'file.setType'> = async (context, payload) => {
  const { tx } = context;
  const found = await findMove(context, 'file.setType', payload);
  if (!found.ok) return found;
  const { file, target } = found;
  if (!isSound(file)) return failure('invalid', 'id: Only sound can be a version or a stem.');
  if (target.id === file.cutId && file.type === payload.type) return { ok: true, result: file, events: [] };
  const from = await readFiles(tx, { cutId: file.cutId });
  const files = await readFiles(tx, { cutId: target.id });
  return carry(context, file, target, placeOfType(file, payload, from, { id: target.id, files }));
};

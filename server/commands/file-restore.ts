import { projectTopic } from '../../protocol/wire/topic.ts';
import { record } from '../audit/record.ts';
import { putFileBack } from '../deleted/deleted-files.ts';
import { findCutPlace } from '../entities/cut.ts';
import { readFiles } from '../entities/file.ts';
import { failure } from '../failure.ts';
import { notFound, refuse } from './access.ts';
import type { Handler } from './handler.ts';

const cutIsGone = failure('conflict', 'Its song was deleted too. Restore the song first.');

/** Into the cut that it was in, or the one that this was merged into. Restoring a file that is there changes nothing. */
export const handleFileRestore: Handler<'file.restore'> = async (context, { id }) => {
  const { tx } = context;
  const [there] = await readFiles(tx, { id });
  const deleted = there
    ? undefined
    : await tx.selectFrom('deletedFile').selectAll().where('id', '=', id).executeTakeFirst();
  const projectId = there?.projectId ?? deleted?.projectId;
  if (projectId === undefined) return notFound('file');
  const refusal = await refuse(context, projectId, 'file.restore', 'file');
  if (refusal) return refusal;
  if (there) return { ok: true, result: there, events: [] };
  if (!deleted) return notFound('file');
  const place = await findCutPlace(tx, deleted.cutId);
  if (place?.projectId !== projectId) return cutIsGone;
  const { commentIds, stemIds } = await putFileBack(context, deleted, place.id);
  await record(context, { kind: 'file.restored', subject: { id, name: deleted.name }, projectId });
  const [file] = await readFiles(tx, { id });
  if (!file) throw new Error(`File ${id} disappeared within its own transaction`);
  const payload = { file, commentIds, stemIds };
  return {
    ok: true,
    result: file,
    events: [{ topic: projectTopic(projectId), event: { name: 'file:restored', payload } }],
  };
};

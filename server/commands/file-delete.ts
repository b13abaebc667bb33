import { projectTopic } from '../../protocol/wire/topic.ts';
import { record } from '../audit/record.ts';
import { deleteFile } from '../deleted/deleted-files.ts';
import { notFound, refuse } from './access.ts';
import type { Handler } from './handler.ts';

/** Deletes a file from its cut. `file.restore` brings it back, for a while. */
export const handleFileDelete: Handler<'file.delete'> = async (context, { id }) => {
  const { tx } = context;
  const file = await tx
    .selectFrom('file')
    .select(['projectId', 'cutId', 'name'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!file) return notFound('file');
  const { projectId, cutId, name } = file;
  const refusal = await refuse(context, projectId, 'file.delete', 'file');
  if (refusal) return refusal;
  await deleteFile(context, id);
  await record(context, { kind: 'file.deleted', subject: { id, name }, projectId });
  return {
    ok: true,
    result: {},
    events: [
      { topic: projectTopic(projectId), event: { name: 'file:deleted', payload: { fileId: id, cutId } } },
    ],
  };
};

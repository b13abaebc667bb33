import { projectTopic } from '../../protocol/wire/topic.ts';
import { record } from '../audit/record.ts';
import { notFound, refuse } from './access.ts';
import type { Handler } from './handler.ts';

/** Deletes a file from its cut. Its bytes stay until a sweep finds that nothing names them any more. */
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
  await tx.deleteFrom('file').where('id', '=', id).execute();
  await record(context, { kind: 'file.deleted', subject: { id, name }, projectId });
  return {
    ok: true,
    result: {},
    events: [
      { topic: projectTopic(projectId), event: { name: 'file:deleted', payload: { fileId: id, cutId } } },
    ],
  };
};

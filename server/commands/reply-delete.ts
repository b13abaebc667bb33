import { projectTopic } from '../../protocol/wire/topic.ts';
import { record } from '../audit/record.ts';
import { findReply } from '../entities/comment.ts';
import { notFound, refuseUnlessOwn } from './access.ts';
import type { Handler } from './handler.ts';

export const handleReplyDelete: Handler<'reply.delete'> = async (context, { id }) => {
  const { tx } = context;
  const reply = await findReply(tx, id);
  if (!reply) return notFound('reply');
  const { projectId, cutId, commentId, createdBy } = reply;
  const refusal = await refuseUnlessOwn(context, projectId, createdBy, 'reply');
  if (refusal) return refusal;
  await tx.deleteFrom('reply').where('id', '=', id).execute();
  await record(context, { kind: 'comment.deleted', subject: { id, name: 'Reply' }, projectId });
  return {
    ok: true,
    result: {},
    events: [
      {
        topic: projectTopic(projectId),
        event: { name: 'reply:deleted', payload: { replyId: id, commentId, cutId } },
      },
    ],
  };
};

import { projectTopic } from '../../protocol/wire/topic.ts';
import { record } from '../audit/record.ts';
import { findComment } from '../entities/comment.ts';
import { notFound, refuseUnlessOwn } from './access.ts';
import type { Handler } from './handler.ts';

/** Deletes the comment with its replies. */
export const handleCommentDelete: Handler<'comment.delete'> = async (context, { id }) => {
  const { tx } = context;
  const comment = await findComment(tx, id);
  if (!comment) return notFound('comment');
  const { projectId, cutId, createdBy } = comment;
  const refusal = await refuseUnlessOwn(context, projectId, createdBy, 'comment');
  if (refusal) return refusal;
  await tx.deleteFrom('comment').where('id', '=', id).execute();
  await record(context, { kind: 'comment.deleted', subject: { id, name: 'Comment' }, projectId });
  return {
    ok: true,
    result: {},
    events: [
      {
        topic: projectTopic(projectId),
        event: { name: 'comment:deleted', payload: { commentId: id, cutId } },
      },
    ],
  };
};

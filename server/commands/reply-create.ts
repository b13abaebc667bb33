import type { Reply } from '../../protocol/wire/comment.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import { findComment } from '../entities/comment.ts';
import { failure } from '../failure.ts';
import { notFound, refuse } from './access.ts';
import { excerptOf } from './excerpt.ts';
import type { Handler } from './handler.ts';

export const handleReplyCreate: Handler<'reply.create'> = async (context, { id, commentId, text }) => {
  const { tx, actor, now } = context;
  const comment = await findComment(tx, commentId);
  if (!comment) return notFound('comment');
  const { projectId, vibeId, cutId } = comment;
  const refusal = await refuse(context, projectId, 'MEMBER', 'comment');
  if (refusal) return refusal;
  const made = await tx
    .insertInto('reply')
    .values({ id, commentId, text, createdAt: now, createdBy: actor.id })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 0n) return failure('conflict', 'id: This id is already in use.');
  const user = { id: actor.id, name: actor.name, avatarUrl: actor.avatarUrl };
  const reply: Reply = { id, text, createdAt: now, user, commentId, cutId };
  return {
    ok: true,
    result: reply,
    events: [{ topic: projectTopic(projectId), event: { name: 'comment:reply', payload: reply } }],
    activities: [
      {
        type: 'reply_added',
        projectId,
        target: { type: 'reply', id, name: excerptOf(text) },
        link: { projectId, vibeId, cutId, commentId, replyId: id },
      },
    ],
  };
};

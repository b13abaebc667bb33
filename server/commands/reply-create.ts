import type { Reply } from '../../protocol/wire/comment.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import { findComment } from '../entities/comment.ts';
import { readCutName } from '../entities/cut.ts';
import { failure } from '../failure.ts';
import { notFound, refuse } from './access.ts';
import { excerptOf } from './excerpt.ts';
import type { Handler } from './handler.ts';
import { refuseIfFull } from './limits.ts';
import { mentionNotifications, mentionsColumn, readMentions } from './mentions.ts';

export const handleReplyCreate: Handler<'reply.create'> = async (context, payload) => {
  const { id, commentId, text } = payload;
  const { tx, actor, now } = context;
  const comment = await findComment(tx, commentId);
  if (!comment) return notFound('comment');
  const { projectId, vibeId, cutId } = comment;
  const refusal = await refuse(context, projectId, 'reply.create', 'comment');
  if (refusal) return refusal;
  const full = await refuseIfFull(tx, 'repliesOfComment', commentId);
  if (full) return full;
  const mentions = await readMentions(tx, projectId, text, payload.mentions);
  const made = await tx
    .insertInto('reply')
    .values({ id, commentId, text, createdAt: now, createdBy: actor.id, mentions: mentionsColumn(mentions) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 0n) return failure('conflict', 'id: This id is already in use.');
  const user = { id: actor.id, name: actor.name, avatarUrl: actor.avatarUrl };
  const reply: Reply = {
    id,
    text,
    createdAt: now,
    user,
    commentId,
    cutId,
    ...(mentions.length > 0 && { mentions }),
  };
  const link = { projectId, vibeId, cutId, commentId, replyId: id };
  return {
    ok: true,
    result: reply,
    events: [{ topic: projectTopic(projectId), event: { name: 'comment:reply', payload: reply } }],
    activities: [
      {
        type: 'reply_added',
        projectId,
        target: { type: 'reply', id, name: excerptOf(text) },
        link,
      },
    ],
    notifications: mentionNotifications(context, {
      ...{ mentions, text, link },
      place: await readCutName(tx, cutId),
    }),
  };
};

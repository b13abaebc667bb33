import type { Comment } from '../../protocol/wire/comment.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import { failure } from '../failure.ts';
import { notFound, refuse } from './access.ts';
import { excerptOf } from './excerpt.ts';
import type { CommandContext, Handler } from './handler.ts';

export const handleCommentCreate: Handler<'comment.create'> = async (context, payload) => {
  const { tx, actor, now } = context;
  const { id, cutId, text, timestamp } = payload;
  const cut = await tx
    .selectFrom('cut')
    .select(['projectId', 'vibeId'])
    .where('id', '=', cutId)
    .executeTakeFirst();
  if (!cut) return notFound('cut');
  const { projectId, vibeId } = cut;
  const refusal = await refuse(context, projectId, 'MEMBER', 'cut');
  if (refusal) return refusal;
  const fileId = payload.fileId ? await ifInCut(tx, payload.fileId, cutId) : null;
  const made = await tx
    .insertInto('comment')
    .values({ id, cutId, fileId, text, timestamp, createdAt: now, createdBy: actor.id })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 0n) return failure('conflict', 'id: This id is already in use.');
  const user = { id: actor.id, name: actor.name, avatarUrl: actor.avatarUrl };
  const comment: Comment = { id, text, timestamp, createdAt: now, user, replies: [], cutId, fileId };
  return {
    ok: true,
    result: comment,
    events: [{ topic: projectTopic(projectId), event: { name: 'comment:created', payload: comment } }],
    activities: [
      {
        type: 'comment_added',
        projectId,
        target: { type: 'comment', id, name: excerptOf(text) },
        link: { projectId, vibeId, cutId, commentId: id },
      },
    ],
  };
};

/** The file's id if it belongs to the cut, else null: the file may have been deleted while the comment was pending. */
async function ifInCut(tx: CommandContext['tx'], fileId: string, cutId: string): Promise<string | null> {
  const file = await tx
    .selectFrom('file')
    .select('id')
    .where('id', '=', fileId)
    .where('cutId', '=', cutId)
    .executeTakeFirst();
  return file?.id ?? null;
}

import { projectTopic } from '../../protocol/wire/topic.ts';
import { findComment, readComments } from '../entities/comment.ts';
import { failure } from '../failure.ts';
import { notFound, refuse } from './access.ts';
import type { Handler } from './handler.ts';

/** Omitted fields stay as they are. If nothing changes, there is no event. */
export const handleCommentUpdate: Handler<'comment.update'> = async (context, payload) => {
  const { tx, actor } = context;
  const { id } = payload;
  const place = await findComment(tx, id);
  if (!place) return notFound('comment');
  const { projectId, cutId } = place;
  const refusal = await refuse(context, projectId, 'MEMBER', 'comment');
  if (refusal) return refusal;
  if (place.createdBy !== actor.id) return failure('forbidden', 'Only its author can change it.');
  const { text = place.text, timestamp = place.timestamp } = payload;
  const isChanged = text !== place.text || timestamp !== place.timestamp;
  if (isChanged) await tx.updateTable('comment').set({ text, timestamp }).where('id', '=', id).execute();
  const [comment] = await readComments(tx, { id });
  if (!comment) throw new Error(`Comment ${id} disappeared within its own transaction`);
  const event = { name: 'comment:updated', payload: { commentId: id, cutId, text, timestamp } } as const;
  return {
    ok: true,
    result: comment,
    events: isChanged ? [{ topic: projectTopic(projectId), event }] : [],
  };
};

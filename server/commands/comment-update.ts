import { changesOf } from '../../protocol/state/changed-comment.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import { findComment } from '../entities/comment.ts';
import { readCutName } from '../entities/cut.ts';
import { failure } from '../failure.ts';
import { notFound, refuse } from './access.ts';
import { readChanged } from './comment-resolve.ts';
import type { Handler } from './handler.ts';
import { mentionNotifications, mentionsColumn, readMentions } from './mentions.ts';

export const endsTooEarly = failure('invalid', 'endTimestamp: must not be before timestamp');

/** Omitted fields stay as they are. If nothing changes, there is no event. */
export const handleCommentUpdate: Handler<'comment.update'> = async (context, payload) => {
  const { tx, actor, now } = context;
  const { id } = payload;
  const place = await findComment(tx, id);
  if (!place) return notFound('comment');
  const { projectId, vibeId, cutId } = place;
  const refusal = await refuse(context, projectId, 'comment.update', 'comment');
  if (refusal) return refusal;
  if (place.createdBy !== actor.id) return failure('forbidden', 'Only its author can change it.');
  const before = await readChanged(tx, id);
  const { text = before.text, timestamp = before.timestamp } = payload;
  const { endTimestamp = before.endTimestamp ?? null } = payload;
  if (endTimestamp !== null && endTimestamp < timestamp) return endsTooEarly;
  const named = before.mentions ?? [];
  const isSaidAgain = text !== before.text || payload.mentions !== undefined;
  const mentions = isSaidAgain ? await readMentions(tx, projectId, text, payload.mentions) : named;
  const editedAt = text === before.text ? (before.editedAt ?? null) : now;
  const columns = { text, timestamp, endTimestamp, editedAt, mentions: mentionsColumn(mentions) };
  await tx.updateTable('comment').set(columns).where('id', '=', id).execute();
  const comment = await readChanged(tx, id);
  const change = changesOf(comment);
  if (JSON.stringify(change) === JSON.stringify(changesOf(before)))
    return { ok: true, result: comment, events: [] };
  return {
    ok: true,
    result: comment,
    events: [{ topic: projectTopic(projectId), event: { name: 'comment:updated', payload: change } }],
    notifications: mentionNotifications(context, {
      mentions: mentions.filter((one) => !named.includes(one)),
      text,
      place: await readCutName(tx, cutId),
      link: { projectId, vibeId, cutId, commentId: id },
    }),
  };
};

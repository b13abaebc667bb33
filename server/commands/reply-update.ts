import type { Permission } from '../../commands/roles.ts';
import { changesOfReply } from '../../protocol/state/changed-reply.ts';
import type { Reply } from '../../protocol/wire/comment.ts';
import type { Failure } from '../../protocol/wire/error.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import { findReply } from '../entities/comment.ts';
import { failure } from '../failure.ts';
import { notFound, refuse } from './access.ts';
import { readChanged } from './comment-resolve.ts';
import type { CommandContext, Handled, Handler } from './handler.ts';
import { mentionNotifications, mentionsColumn, readMentions } from './mentions.ts';

/** If nothing changes, there is no event. */
export const handleReplyUpdate: Handler<'reply.update'> = async (context, { id, text, ...payload }) => {
  const { tx, actor, now } = context;
  const place = await findReply(tx, id);
  if (!place) return notFound('reply');
  const { projectId, vibeId, cutId, commentId, cutName } = place;
  let added: string[] = [];
  const changed = await changeReply(context, id, 'reply.update', async (before) => {
    if (before.user.id !== actor.id) return failure('forbidden', 'Only its author can change it.');
    const { mentions: named = [] } = before;
    const mentions = await readMentions(tx, projectId, text, payload.mentions);
    added = mentions.filter((one) => !named.includes(one));
    const editedAt = text === before.text ? (before.editedAt ?? null) : now;
    const columns = { text, editedAt, mentions: mentionsColumn(mentions) };
    await tx.updateTable('reply').set(columns).where('id', '=', id).execute();
    return null;
  });
  if (!changed.ok) return changed;
  const link = { projectId, vibeId, cutId, commentId, replyId: id };
  const notifications = mentionNotifications(context, { mentions: added, text, place: cutName, link });
  return { ...changed, notifications };
};

/** A change of a reply. `change` answers a failure if the actor may not make it. */
export async function changeReply(
  context: CommandContext,
  id: string,
  permission: Permission,
  change: (reply: Reply) => Promise<Failure | null>,
): Promise<Handled<Reply> | Failure> {
  const { tx } = context;
  const place = await findReply(tx, id);
  if (!place) return notFound('reply');
  const refusal = await refuse(context, place.projectId, permission, 'reply');
  if (refusal) return refusal;
  const before = await readReply(tx, id, place.commentId);
  const failed = await change(before);
  if (failed) return failed;
  const reply = await readReply(tx, id, place.commentId);
  const payload = changesOfReply(reply);
  const isSame = JSON.stringify(payload) === JSON.stringify(changesOfReply(before));
  const event = { name: 'reply:updated', payload } as const;
  return {
    ok: true,
    result: reply,
    events: isSame ? [] : [{ topic: projectTopic(place.projectId), event }],
  };
}

async function readReply(tx: CommandContext['tx'], id: string, commentId: string): Promise<Reply> {
  const reply = (await readChanged(tx, commentId)).replies.find((one) => one.id === id);
  if (!reply) throw new Error(`Reply ${id} disappeared within its own transaction`);
  return reply;
}

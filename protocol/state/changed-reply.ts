import type { Reply } from '../wire/comment.ts';
import type { LoggedEventPayload } from '../wire/event.ts';

type Changes = LoggedEventPayload<'reply:updated'>;

/** Everything that can change in a reply, as an event carries it. */
export function changesOfReply(reply: Reply): Changes {
  const { id: replyId, commentId, cutId, text, editedAt = null, mentions = [], reactions = [] } = reply;
  return { replyId, commentId, cutId, text, editedAt, mentions, reactions };
}

/** The reply after that event; the same object if nothing changes. */
export function changedReply(reply: Reply, event: Changes): Reply {
  const after = { ...changesOfReply(reply), ...event, cutId: reply.cutId };
  if (JSON.stringify(after) === JSON.stringify(changesOfReply(reply))) return reply;
  const { editedAt: _edited, mentions: _mentions, reactions: _reactions, ...rest } = reply;
  const { text, editedAt, mentions, reactions } = after;
  return {
    ...rest,
    text,
    ...(editedAt !== null && { editedAt }),
    ...(mentions.length > 0 && { mentions }),
    ...(reactions.length > 0 && { reactions }),
  };
}

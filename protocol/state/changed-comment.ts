import type { Comment } from '../wire/comment.ts';
import type { LoggedEventPayload } from '../wire/event.ts';

type Changes = LoggedEventPayload<'comment:updated'>;

/** Everything that can change in a comment, as an event carries it. */
export function changesOf(comment: Comment): Changes {
  const { id: commentId, cutId, text, timestamp, resolvedAt = null, resolvedBy = null } = comment;
  const { endTimestamp = null, editedAt = null, mentions = [], reactions = [] } = comment;
  const point = { resolvedAt, resolvedBy, endTimestamp, editedAt, mentions, reactions };
  return { commentId, cutId, text, timestamp, ...point };
}

/** The comment after that event; the same object if nothing changes. */
export function changedComment(comment: Comment, event: Changes): Comment {
  const { commentId: _id, cutId: _cut, text, timestamp, ...optional } = event;
  const before = changesOf(comment);
  const after = { ...before, ...present(optional), text, timestamp };
  if (JSON.stringify(after) === JSON.stringify(before)) return comment;
  const { endTimestamp, editedAt, mentions, reactions, resolvedAt, resolvedBy } = after;
  const { endTimestamp: _e, editedAt: _a, mentions: _m, reactions: _r, ...rest } = comment;
  return {
    ...rest,
    ...{ text, timestamp },
    ...(resolvedAt !== undefined && { resolvedAt }),
    ...(resolvedBy !== undefined && { resolvedBy }),
    ...(typeof endTimestamp === 'number' && { endTimestamp }),
    ...(typeof editedAt === 'string' && { editedAt }),
    ...(mentions?.length && { mentions }),
    ...(reactions?.length && { reactions }),
  };
}

function present<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Partial<Fields>;
}

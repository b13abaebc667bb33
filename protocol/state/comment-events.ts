import type { Comment, Reply } from '../wire/comment.ts';
import type { NamedEvent } from '../wire/event.ts';
import { changedComment } from './changed-comment.ts';
import { changedReply } from './changed-reply.ts';
import { byAge, byMoment, isMovedBy } from './comment-list.ts';

/**
 * Applies many events to a cut's comments: the same as one `applyCommentEvent` after the other, in the time of one
 * sorting instead of one for each.
 */
export function applyCommentEvents(
  comments: readonly Comment[],
  events: readonly NamedEvent[],
): readonly Comment[] {
  const byId = new Map(comments.map((comment) => [comment.id, comment]));
  /** Of the comments that get replies, what they have. */
  const replies = new Map<string, Map<string, Reply>>();
  let isChanged = false;
  let isMoved = false;

  function put(comment: Comment): void {
    byId.set(comment.id, comment);
    isChanged = true;
  }

  function repliesOf(comment: Comment): Map<string, Reply> {
    const known = replies.get(comment.id);
    if (known) return known;
    const own = new Map(comment.replies.map((reply) => [reply.id, reply]));
    replies.set(comment.id, own);
    return own;
  }

  function forget(commentId: string): void {
    replies.delete(commentId);
    if (byId.delete(commentId)) isChanged = true;
  }

  function apply(event: NamedEvent): void {
    switch (event.name) {
      case 'comment:created': {
        if (byId.has(event.payload.id)) return;
        isMoved = true;
        put(event.payload);
        return;
      }
      case 'comment:updated': {
        const comment = byId.get(event.payload.commentId);
        const changed = comment && changedComment(comment, event.payload);
        if (!changed || changed === comment) return;
        if (changed.timestamp !== comment.timestamp) isMoved = true;
        put(changed);
        return;
      }
      case 'comment:deleted': {
        forget(event.payload.commentId);
        return;
      }
      case 'comment:reply': {
        const comment = byId.get(event.payload.commentId);
        if (!comment) return;
        const own = repliesOf(comment);
        if (own.has(event.payload.id)) return;
        own.set(event.payload.id, event.payload);
        isChanged = true;
        return;
      }
      case 'reply:updated': {
        const comment = byId.get(event.payload.commentId);
        const own = comment && repliesOf(comment);
        const reply = own?.get(event.payload.replyId);
        const changed = reply && changedReply(reply, event.payload);
        if (!own || !changed || changed === reply) return;
        own.set(changed.id, changed);
        isChanged = true;
        return;
      }
      case 'reply:deleted': {
        const comment = byId.get(event.payload.commentId);
        if (comment && repliesOf(comment).delete(event.payload.replyId)) isChanged = true;
        return;
      }
      case 'file:deleted': {
        for (const comment of byId.values()) {
          if (comment.fileId === event.payload.fileId) put({ ...comment, fileId: null });
        }
        return;
      }
      case 'file:restored': {
        for (const id of event.payload.commentIds) {
          const comment = byId.get(id);
          if (comment) put({ ...comment, fileId: event.payload.file.id });
        }
        return;
      }
      case 'file:moved':
      case 'cut:split': {
        for (const comment of byId.values()) {
          if (isMovedBy(event, comment)) forget(comment.id);
        }
        return;
      }
      case 'cut:deleted':
      case 'cut:merged': {
        if (byId.size > 0) isChanged = true;
        byId.clear();
        replies.clear();
      }
    }
  }

  for (const event of events) apply(event);
  if (!isChanged) return comments;
  for (const [id, own] of replies) {
    const comment = byId.get(id);
    if (comment) byId.set(id, { ...comment, replies: [...own.values()].sort(byAge) });
  }
  const list = [...byId.values()];
  return isMoved ? list.sort(byMoment) : list;
}

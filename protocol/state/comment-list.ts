import type { Comment } from '../wire/comment.ts';
import type { NamedEvent } from '../wire/event.ts';
import { changedComment } from './changed-comment.ts';
import { changedReply } from './changed-reply.ts';

/**
 * Applies an event to a cut's comments (`GET /api/cuts/:cutId/comments`). The caller passes the events of that
 * cut only (`cutOfCommentEvent`), because an empty list doesn't say whose it is.
 *
 * Pure, total and idempotent: the answer of that route has no `seq`, so a client applies to it every event since its
 * request, in order, also those that the answer already holds. What an event doesn't touch keeps its
 * identity; a list in which nothing changes is returned as it is.
 */
export function applyCommentEvent(comments: readonly Comment[], event: NamedEvent): readonly Comment[] {
  switch (event.name) {
    case 'comment:created':
      return comments.some(({ id }) => id === event.payload.id)
        ? comments
        : [...comments, event.payload].sort(byMoment);
    case 'comment:updated': {
      const changed = change(comments, event.payload.commentId, (comment) =>
        changedComment(comment, event.payload),
      );
      return changed === comments ? comments : changed.toSorted(byMoment);
    }
    case 'comment:deleted':
      return without(comments, event.payload.commentId);
    case 'comment:reply':
      return change(comments, event.payload.commentId, (comment) =>
        comment.replies.some(({ id }) => id === event.payload.id)
          ? comment
          : { ...comment, replies: [...comment.replies, event.payload].sort(byAge) },
      );
    case 'reply:updated':
      return change(comments, event.payload.commentId, (comment) => {
        const index = comment.replies.findIndex(({ id }) => id === event.payload.replyId);
        const before = comment.replies[index];
        const after = before && changedReply(before, event.payload);
        return after === undefined || after === before
          ? comment
          : { ...comment, replies: comment.replies.with(index, after) };
      });
    case 'reply:deleted':
      return change(comments, event.payload.commentId, (comment) => {
        const replies = without(comment.replies, event.payload.replyId);
        return replies === comment.replies ? comment : { ...comment, replies: [...replies] };
      });
    case 'file:deleted': {
      const { fileId } = event.payload;
      return comments.some((comment) => comment.fileId === fileId)
        ? comments.map((comment) => (comment.fileId === fileId ? { ...comment, fileId: null } : comment))
        : comments;
    }
    case 'file:restored': {
      const { file, commentIds } = event.payload;
      const own = new Set(commentIds);
      return comments.some((comment) => own.has(comment.id) && comment.fileId !== file.id)
        ? comments.map((comment) => (own.has(comment.id) ? { ...comment, fileId: file.id } : comment))
        : comments;
    }
    case 'cut:deleted':
    case 'cut:merged':
      return comments.length === 0 ? comments : [];
    case 'file:moved':
    case 'cut:split': {
      const left = comments.filter((comment) => !isMovedBy(event, comment));
      return left.length === comments.length ? comments : left;
    }
    default:
      return comments;
  }
}

/** Whether this event moves a comment of the cut that `cutOfCommentEvent` answers to another one. */
export function isMovedBy(event: NamedEvent, comment: Pick<Comment, 'id' | 'fileId'>): boolean {
  switch (event.name) {
    case 'cut:merged':
      return true;
    case 'file:moved': {
      const { fileId, fromCutId, toCutId, stemIds = [] } = event.payload;
      // A stem that gets another version stays in its cut.
      return (
        fromCutId !== toCutId && comment.fileId !== null && [fileId, ...stemIds].includes(comment.fileId)
      );
    }
    case 'cut:split': {
      const { commentIds, fileIds } = event.payload;
      return commentIds.includes(comment.id) || (comment.fileId !== null && fileIds.includes(comment.fileId));
    }
    default:
      return false;
  }
}

/** A comment once it was moved to this cut. */
export function inCut(comment: Comment, cutId: string): Comment {
  return { ...comment, cutId, replies: comment.replies.map((reply) => ({ ...reply, cutId })) };
}

/** The cut that gets comments by this event which it doesn't carry, so that they have to be read; null for all other events. */
export function cutOfMovedComments({ name, payload }: NamedEvent): string | null {
  switch (name) {
    case 'file:moved':
      return payload.toCutId;
    case 'cut:merged':
      return payload.intoCutId;
    case 'cut:split':
      return payload.cut.id;
    case 'cut:restored':
      return payload.id;
    default:
      return null;
  }
}

/** The cut whose comments an event may change; null for all other events. */
export function cutOfCommentEvent({ name, payload }: NamedEvent): string | null {
  switch (name) {
    case 'comment:created':
    case 'comment:updated':
    case 'comment:deleted':
    case 'comment:reply':
    case 'reply:updated':
    case 'reply:deleted':
    case 'file:deleted':
    case 'cut:deleted':
    case 'cut:merged':
      return payload.cutId;
    case 'file:restored':
      return payload.file.cutId;
    case 'file:moved':
    case 'cut:split':
      return payload.fromCutId;
    default:
      return null;
  }
}

type Aged = { id: string; createdAt: string };

/** The order of a cut's comments: by their moment in the audio, then by age. */
export function byMoment(a: Aged & { timestamp: number }, b: Aged & { timestamp: number }): number {
  return a.timestamp - b.timestamp || byAge(a, b);
}

/** The order of a comment's replies. */
export function byAge(a: Aged, b: Aged): number {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

function change(
  comments: readonly Comment[],
  id: string,
  make: (comment: Comment) => Comment,
): readonly Comment[] {
  const index = comments.findIndex((comment) => comment.id === id);
  const before = comments[index];
  if (!before) return comments;
  const made = make(before);
  return made === before ? comments : comments.with(index, made);
}

function without<Item extends { id: string }>(items: readonly Item[], id: string): readonly Item[] {
  return items.some((item) => item.id === id) ? items.filter((item) => item.id !== id) : items;
}

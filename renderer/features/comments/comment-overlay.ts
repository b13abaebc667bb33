import { applyCommentEvent } from '../../../protocol/state/comment-list.ts';
import type { Command } from '../../../protocol/wire/command.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { NamedEvent } from '../../../protocol/wire/event.ts';
import type { Person } from '../../../protocol/wire/user.ts';
import {
  isRefused,
  type LaidOperation,
  noteBadge,
  type PendingBadge,
  type PendingBadges,
  readCommand,
  subjectOf,
} from '../pending/port.ts';

/**
 * What the user wrote about a cut and the server has not confirmed, laid over what the server has said (`overlay` does
 * the same for the project). Badges are by the id of the comment or reply.
 *
 * Unlike there, a refused comment or reply stays in its place: its words exist nowhere else. A refused change or
 * deletion leaves what it was about as it was, with the mark.
 */
export function overlayComments(
  comments: readonly Comment[],
  cutId: string,
  operations: readonly LaidOperation[],
  me: Person,
): { comments: readonly Comment[]; badges: PendingBadges } {
  const badges = new Map<string, PendingBadge>();
  let shown = comments;
  for (const operation of operations) {
    const command = readCommand(operation);
    const event = command && expectedEvent(shown, cutId, command, operation.createdAt, me);
    if (!event) continue;
    const isWriting = event.name === 'comment:created' || event.name === 'comment:reply';
    if (!isRefused(operation) || isWriting) shown = applyCommentEvent(shown, event);
    noteBadge(badges, subjectOf(command), operation);
  }
  return { comments: shown, badges };
}

/** The event that the server is expected to make of the command; null when it doesn't concern these comments. */
function expectedEvent(
  comments: readonly Comment[],
  cutId: string,
  command: Command,
  at: number,
  user: Person,
): NamedEvent | null {
  const createdAt = new Date(at).toISOString();
  switch (command.kind) {
    case 'comment.create': {
      if (command.payload.cutId !== cutId) return null;
      const { fileId = null, ...rest } = command.payload;
      return { name: 'comment:created', payload: { ...rest, fileId, createdAt, user, replies: [] } };
    }
    case 'comment.update': {
      const comment = comments.find(({ id }) => id === command.payload.id);
      if (!comment) return null;
      const { id, text = comment.text, timestamp = comment.timestamp } = command.payload;
      return { name: 'comment:updated', payload: { commentId: id, cutId, text, timestamp } };
    }
    case 'comment.delete':
      return comments.some(({ id }) => id === command.payload.id)
        ? { name: 'comment:deleted', payload: { commentId: command.payload.id, cutId } }
        : null;
    case 'reply.create':
      return comments.some(({ id }) => id === command.payload.commentId)
        ? { name: 'comment:reply', payload: { ...command.payload, cutId, createdAt, user } }
        : null;
    case 'reply.delete': {
      const replyId = command.payload.id;
      const comment = comments.find(({ replies }) => replies.some(({ id }) => id === replyId));
      return comment ? { name: 'reply:deleted', payload: { replyId, commentId: comment.id, cutId } } : null;
    }
    default:
      return null;
  }
}

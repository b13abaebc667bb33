import { descriptorOf } from '../../../commands/descriptors.ts';
import { readCommand } from '../../../commands/read-command.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import { applyCommentEvent } from '../../../protocol/state/comment-list.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { Person } from '../../../protocol/wire/user.ts';
import { isRefused, noteBadge, type PendingBadge, type PendingBadges } from '../pending/port.ts';

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
  operations: readonly PendingOperation[],
  me: Person,
): { comments: readonly Comment[]; badges: PendingBadges } {
  const badges = new Map<string, PendingBadge>();
  let shown = comments;
  for (const operation of operations) {
    const command = readCommand(operation);
    if (!command) continue;
    const { overlay, creates, subject } = descriptorOf(command.kind);
    const circumstances = { at: operation.createdAt, me };
    const event = overlay?.comments?.({ cutId, comments: shown }, command.payload, circumstances);
    if (!event) continue;
    if (!isRefused(operation) || creates) shown = applyCommentEvent(shown, event);
    noteBadge(badges, subject(command.payload), operation);
  }
  return { comments: shown, badges };
}

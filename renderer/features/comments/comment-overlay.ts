import { descriptorOf } from '../../../commands/descriptors.ts';
import { readCommand } from '../../../commands/read-command.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import { applyCommentEvent } from '../../../protocol/state/comment-list.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { Person } from '../../../protocol/wire/user.ts';
import { isRefused, noteBadge, type PendingBadge, type PendingBadges } from '../pending/port.ts';

/**
 * A cut's comments as the server has them, with the user's unconfirmed changes applied (`overlayProject` does the same
 * for projects). Badges are by the id of the comment or reply.
 *
 * A refused comment or reply stays in its place, because its text exists nowhere else. A refused edit or deletion changes
 * nothing but adds a badge.
 */
export function overlayComments(
  comments: readonly Comment[],
  cutId: string,
  operations: readonly PendingOperation[],
  me: Person,
  formerIds: readonly string[] = [],
): { comments: readonly Comment[]; badges: PendingBadges } {
  const badges = new Map<string, PendingBadge>();
  let shown = comments;
  for (const operation of operations) {
    const command = readCommand(operation);
    if (!command) continue;
    const { overlay, creates, subject } = descriptorOf(command.kind);
    const circumstances = { at: operation.createdAt, me };
    const event = overlay?.comments?.({ cutId, formerIds, comments: shown }, command.payload, circumstances);
    if (!event) continue;
    if (!isRefused(operation) || creates) shown = applyCommentEvent(shown, event);
    noteBadge(badges, subject(command.payload), operation);
  }
  return { comments: shown, badges };
}

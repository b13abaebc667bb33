import { type MovedComments, overlayComments as overlay } from '../../../commands/overlay-comments.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { Person } from '../../../protocol/wire/user.ts';
import { noteBadge, type PendingBadge, type PendingBadges } from '../pending/port.ts';

export type { MovedComments };

/** A cut's comments with the user's unconfirmed changes applied. Badges are by the id of the comment or reply. */
export function overlayComments(
  comments: readonly Comment[],
  cutId: string,
  operations: readonly PendingOperation[],
  me: Person,
  formerIds?: readonly string[],
  moved?: MovedComments,
): { comments: readonly Comment[]; badges: PendingBadges } {
  const badges = new Map<string, PendingBadge>();
  const shown = overlay(comments, operations, {
    ...{ cutId, me },
    ...(formerIds && { formerIds }),
    ...(moved && { moved }),
    note: (subject, operation) => noteBadge(badges, subject, operation),
  });
  return { comments: shown, badges };
}

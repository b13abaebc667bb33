import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { Command } from '../../../protocol/wire/command.ts';
import { isRefused, type PendingBadges, type RefusedEntry, readCommand, subjectOf } from '../pending/port.ts';

/**
 * What was refused of a cut's comments and has no comment to stand at, because that was deleted meanwhile. `cutOf` says
 * where a comment or reply was seen. What is marked (`marks`) stands in its place.
 */
export function lostRemarks(
  operations: readonly PendingOperation[],
  cutId: string,
  badges: PendingBadges,
  cutOf: (id: string) => string | undefined,
): RefusedEntry[] {
  return operations.flatMap((operation) => {
    const command = isRefused(operation) ? readCommand(operation) : null;
    if (!command || !isRefused(operation) || badges.has(subjectOf(command))) return [];
    const place = remarkOf(command);
    return place !== null && cutOf(place) === cutId ? [{ operation, cutId: null }] : [];
  });
}

/** The comment or reply that must be there for the change to be shown. */
function remarkOf(command: Command): string | null {
  switch (command.kind) {
    case 'comment.update':
    case 'comment.delete':
    case 'reply.delete':
      return command.payload.id;
    case 'reply.create':
      return command.payload.commentId;
    default:
      return null;
  }
}

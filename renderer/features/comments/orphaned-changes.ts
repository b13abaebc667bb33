import { descriptorOf } from '../../../commands/descriptors.ts';
import { readCommand } from '../../../commands/read-command.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import { isRefused, type PendingBadges, placeOf, type RefusedEntry } from '../pending/port.ts';

/**
 * What was refused of a cut's comments and has no comment to stand at, because that was deleted meanwhile. `cutOf` says
 * where a comment or reply was seen. What is marked (`marks`) stands in its place.
 */
export function orphanedChanges(
  operations: readonly PendingOperation[],
  cutId: string,
  badges: PendingBadges,
  cutOf: (id: string) => string | undefined,
): RefusedEntry[] {
  return operations.flatMap((operation) => {
    const command = isRefused(operation) ? readCommand(operation) : null;
    if (!command || !isRefused(operation) || badges.has(descriptorOf(command.kind).subject(command.payload)))
      return [];
    const place = placeOf(command);
    return place?.kind === 'comment' && cutOf(place.id) === cutId ? [{ operation, cutId: null }] : [];
  });
}

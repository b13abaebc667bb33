import { descriptorOf } from '../../../commands/descriptors.ts';
import { readCommand } from '../../../commands/read-command.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import { isRefused, type PendingBadges, placeOf, type RefusedEntry } from '../pending/port.ts';

/**
 * Refused changes to comments of the cut that have been deleted since. The others show a badge (`badges`) in their place.
 * `cutOf` returns the cut on which a comment or reply was seen.
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

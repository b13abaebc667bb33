import { descriptorOf } from '../../commands/descriptors.ts';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import { isCommandKind } from '../../protocol/wire/command.ts';

/**
 * Operations with the same key are sent in the order in which they were made; different keys don't wait for each other.
 * See `orderedWith` of a command's descriptor. A kind that this version doesn't know is ordered with the person's own.
 */
export function orderingKeyOf({ projectId, kind }: Pick<PendingOperation, 'projectId' | 'kind'>): string {
  if (projectId !== null) return projectId;
  return isCommandKind(kind) && descriptorOf(kind).orderedWith === 'chat' ? 'chat' : 'person';
}

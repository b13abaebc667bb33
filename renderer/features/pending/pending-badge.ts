import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';

export type RefusedOperation = PendingOperation & { state: { kind: 'refused' } };

/**
 * The state of the change to something: pending, or refused with the reason of the oldest refusal. A refusal hides
 * changes that are pending, because it needs the user.
 */
export type PendingBadge =
  | { kind: 'pending'; operationId: string }
  | {
      kind: 'refused';
      operationId: string;
      message: string;
      operations: readonly [RefusedOperation, ...RefusedOperation[]];
    };

/** By the id of what the change is about. */
export type PendingBadges = ReadonlyMap<string, PendingBadge>;

export function isRefused(operation: PendingOperation): operation is RefusedOperation {
  return operation.state.kind === 'refused';
}

/** Adds the operation's badge to those known. A confirmed operation needs none. */
export function noteBadge(
  badges: Map<string, PendingBadge>,
  subject: string,
  operation: PendingOperation,
): void {
  const known = badges.get(subject);
  const { operationId, state } = operation;
  if (state.kind === 'confirmed') return;
  if (!isRefused(operation)) {
    if (known?.kind !== 'refused') badges.set(subject, { kind: 'pending', operationId });
  } else if (known?.kind === 'refused') {
    badges.set(subject, { ...known, operations: [...known.operations, operation] });
  } else {
    const { message } = operation.state;
    badges.set(subject, { kind: 'refused', operationId, message, operations: [operation] });
  }
}

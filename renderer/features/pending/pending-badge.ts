import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';

import type { LaidOperation } from './lingering.ts';

export type RefusedOperation = PendingOperation & { state: { kind: 'refused' } };

/**
 * How what a line stands for stands itself: on its way, or refused with the reason (of the first one, oldest first).
 * One that was refused needs a hand, so it hides others that are on their way.
 */
export type PendingBadge =
  | { kind: 'pending'; operationId: string }
  | {
      kind: 'refused';
      operationId: string;
      message: string;
      operations: readonly [RefusedOperation, ...RefusedOperation[]];
    };

/** By the id of what each is about. */
export type PendingBadges = ReadonlyMap<string, PendingBadge>;

export function isRefused(operation: PendingOperation): operation is RefusedOperation {
  return operation.state.kind === 'refused';
}

/** Adds the operation's mark to those known; what is confirmed needs none. */
export function noteBadge(
  badges: Map<string, PendingBadge>,
  subject: string,
  operation: LaidOperation,
): void {
  const known = badges.get(subject);
  const { operationId, isConfirmed } = operation;
  if (isConfirmed) return;
  if (!isRefused(operation)) {
    if (known?.kind !== 'refused') badges.set(subject, { kind: 'pending', operationId });
  } else if (known?.kind === 'refused') {
    badges.set(subject, { ...known, operations: [...known.operations, operation] });
  } else {
    const { message } = operation.state;
    badges.set(subject, { kind: 'refused', operationId, message, operations: [operation] });
  }
}

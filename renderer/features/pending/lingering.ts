import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';

/** One to be laid over what is shown. `isConfirmed`: the server has it, and its event is still on its way. */
export type LaidOperation = PendingOperation & { isConfirmed?: true };

/** What waits, and what has just left the list because it was confirmed (`gone`, oldest first). */
export type Lingering = { waiting: readonly PendingOperation[]; gone: readonly PendingOperation[] };

/**
 * After a change of the outbox, with those that have left by it. What was refused is not confirmed when it leaves, and
 * neither is what was given up here (`isDropped`).
 */
export function afterChange(
  { waiting, gone }: Lingering,
  operations: readonly PendingOperation[],
  isDropped: (operation: PendingOperation) => boolean,
): { next: Lingering; left: readonly PendingOperation[] } {
  const present = new Set(operations.map(({ operationId }) => operationId));
  const left = waiting.filter(
    (operation) =>
      !present.has(operation.operationId) && operation.state.kind !== 'refused' && !isDropped(operation),
  );
  const stay = gone.filter(({ operationId }) => !present.has(operationId));
  return { next: { waiting: operations, gone: [...stay, ...left] }, left };
}

/** Without some of those that have left. */
export function withoutGone(lingering: Lingering, is: (operation: PendingOperation) => boolean): Lingering {
  return lingering.gone.some(is)
    ? { ...lingering, gone: lingering.gone.filter((operation) => !is(operation)) }
    : lingering;
}

/** All in the order in which they were made. */
export function inOrder({ waiting, gone }: Lingering): readonly LaidOperation[] {
  if (gone.length === 0) return waiting;
  return [...gone.map((operation) => ({ ...operation, isConfirmed: true }) as const), ...waiting];
}

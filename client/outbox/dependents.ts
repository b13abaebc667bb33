import { createdId } from '../../commands/created-id.ts';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import type { OutboxRow } from './outbox-store.ts';

function names({ payload }: PendingOperation, ids: ReadonlySet<string>): boolean {
  return Object.values(payload ?? {}).some((value) => typeof value === 'string' && ids.has(value));
}

/**
 * Refused operations after this one that name what it creates, or what one of them creates. They were refused because
 * it was, so they are worth sending again together with it.
 */
export function refusedDependents(rows: readonly OutboxRow[], row: OutboxRow): OutboxRow[] {
  const created = createdId(row.operation);
  if (created === null) return [];
  const ids = new Set([created]);
  return rows.filter(({ rank, operation }) => {
    if (rank <= row.rank || operation.state.kind !== 'refused' || !names(operation, ids)) return false;
    const id = createdId(operation);
    if (id !== null) ids.add(id);
    return true;
  });
}

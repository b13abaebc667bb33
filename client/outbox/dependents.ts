import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import type { OutboxRow } from './outbox-store.ts';

/** The id of what an operation makes; undefined for changes of what is there. */
function madeBy({ kind, payload }: PendingOperation): string | undefined {
  if (!kind.endsWith('.create') || typeof payload !== 'object' || payload === null) return undefined;
  return 'id' in payload && typeof payload.id === 'string' ? payload.id : undefined;
}

function names({ payload }: PendingOperation, ids: ReadonlySet<string>): boolean {
  return Object.values(payload ?? {}).some((value) => typeof value === 'string' && ids.has(value));
}

/**
 * Refused operations behind this one that name what it makes, or what one of them makes: they were refused because it
 * was, and make sense again when it does.
 */
export function refusedDependents(rows: readonly OutboxRow[], row: OutboxRow): OutboxRow[] {
  const made = madeBy(row.operation);
  if (made === undefined) return [];
  const ids = new Set([made]);
  return rows.filter(({ rank, operation }) => {
    if (rank <= row.rank || operation.state.kind !== 'refused' || !names(operation, ids)) return false;
    const id = madeBy(operation);
    if (id !== undefined) ids.add(id);
    return true;
  });
}

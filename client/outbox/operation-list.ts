import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import type { OutboxChange, OutboxRow, OutboxStore } from './outbox-store.ts';

/** The operations of a store, held in memory. Each change is written to the store first, so the two never differ. */
export type OperationList = {
  /** By rising rank. */
  rows(): readonly OutboxRow[];
  find(operationId: string): OutboxRow | undefined;
  /** Appends an operation and removes others, in one write. */
  add(operation: PendingOperation, remove?: readonly OutboxRow[]): void;
  /** Throws what the store throws; then nothing has changed. */
  change(change: { put?: readonly OutboxRow[]; remove?: readonly OutboxRow[] }): void;
  /**
   * Removes rows from the list now, and from the store with its next write: they cost no write of their own. After a
   * crash they are in the list again, so this is only for what can be released again.
   */
  release(rows: readonly OutboxRow[]): void;
  close(): void;
};

export function createOperationList(store: OutboxStore): OperationList {
  let rows: readonly OutboxRow[] = store.load().map(recovered);
  let lastRank = rows.at(-1)?.rank ?? 0;
  let released: readonly number[] = [];

  function change({ put = [], remove = [] }: OutboxChange): void {
    if (put.length === 0 && remove.length === 0) return;
    store.write({ put, remove: [...released, ...remove] });
    released = [];
    const byRank = new Map(put.map((row) => [row.rank, row]));
    const removed = new Set(remove);
    const kept = rows.filter(({ rank }) => !removed.has(rank)).map((row) => byRank.get(row.rank) ?? row);
    const added = put.filter(({ rank }) => rank > lastRank);
    rows = [...kept, ...added];
    lastRank = Math.max(lastRank, ...added.map(({ rank }) => rank));
  }

  return {
    rows: () => rows,
    find: (operationId) => rows.find(({ operation }) => operation.operationId === operationId),
    add: (operation, remove = []) =>
      change({ put: [{ rank: lastRank + 1, operation }], remove: remove.map(({ rank }) => rank) }),
    change: ({ put = [], remove = [] }) => change({ put, remove: remove.map(({ rank }) => rank) }),
    release(gone) {
      const ranks = new Set(gone.map(({ rank }) => rank));
      rows = rows.filter(({ rank }) => !ranks.has(rank));
      released = [...released, ...ranks];
    },
    close() {
      try {
        if (released.length > 0) store.write({ remove: released });
      } finally {
        store.close();
      }
    },
  };
}

/** An operation that was being sent when the last run ended may have arrived. */
function recovered({ rank, operation }: OutboxRow): OutboxRow {
  if (operation.state.kind !== 'sending') return { rank, operation };
  return { rank, operation: { ...operation, state: { kind: 'queued', mayHaveArrived: true } } };
}

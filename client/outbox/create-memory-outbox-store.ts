import type { OutboxRow, OutboxStore } from './outbox-store.ts';

/** The outbox of a browser tab: what is queued is lost when the tab is closed. */
export function createMemoryOutboxStore(): OutboxStore {
  const rows = new Map<number, OutboxRow>();
  return {
    load: () => [...rows.values()].sort((a, b) => a.rank - b.rank),
    write({ put = [], remove = [] }) {
      for (const row of put) rows.set(row.rank, row);
      for (const rank of remove) rows.delete(rank);
    },
    close: () => {},
  };
}

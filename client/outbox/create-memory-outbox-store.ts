import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import { byteLength } from '../common/byte-length.ts';
import type { OutboxOperation, OutboxStore } from './outbox-store.ts';

/** The outbox of a page that keeps nothing: what waits in it when the tab is closed is lost. */
export function createMemoryOutboxStore(): OutboxStore {
  let rows: readonly PendingOperation[] = [];

  function setState(operationId: string, state: PendingOperation['state']): void {
    rows = rows.map((row) => (row.operationId === operationId ? { ...row, state } : row));
  }

  function drop(operationId: string, isDropped: (row: PendingOperation) => boolean = () => true): void {
    rows = rows.filter((row) => row.operationId !== operationId || !isDropped(row));
  }

  return {
    add(operation) {
      rows = [...rows, { ...operation, state: { kind: 'queued' } }];
    },
    list: () => [...rows],
    take(limit, maximumBytes) {
      const taken: OutboxOperation[] = [];
      let bytes = 0;
      for (const { operationId, kind, payload, state } of rows) {
        if (state.kind !== 'queued') continue;
        bytes += byteLength(JSON.stringify(payload));
        if (taken.length === limit || (taken.length > 0 && bytes > maximumBytes)) break;
        taken.push({ operationId, kind, payload });
      }
      for (const { operationId } of taken) setState(operationId, { kind: 'sending' });
      return taken;
    },
    requeueSending() {
      for (const { operationId, state } of rows) {
        if (state.kind === 'sending') setState(operationId, { kind: 'queued' });
      }
    },
    requeue: (operationId) => setState(operationId, { kind: 'queued' }),
    refuse: (operationId, errorKind, message) =>
      setState(operationId, { kind: 'refused', errorKind, message }),
    remove: (operationId) => drop(operationId),
    discard: (operationId) => drop(operationId, ({ state }) => state.kind !== 'sending'),
    close: () => {},
  };
}

import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { Transfer } from '../../../protocol/ipc/transfer.ts';
import { useOutbox, useTransfers } from '../../platform/queries.ts';
import type { Backlog } from '../../text/pending.ts';
import { isRefused } from './pending-badge.ts';

/** How much of what this person did has not synced. */
export function useBacklog(): Backlog {
  return backlogOf(useOutbox().data ?? [], useTransfers().data ?? []);
}

export function backlogOf(
  operations: readonly PendingOperation[],
  transfers: readonly Pick<Transfer, 'state'>[],
): Backlog {
  const refused = operations.filter(isRefused).length;
  const files = transfers.filter(({ state }) => state.kind !== 'done').length;
  return { changes: operations.length - refused, refused, files };
}

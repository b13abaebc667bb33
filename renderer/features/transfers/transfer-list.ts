import { type Concern, concern } from '../../../protocol/ipc/lamp.ts';
import type { Transfer, TransferState } from '../../../protocol/ipc/transfer.ts';

/** Applies a change to the list. Unchanged transfers keep their identity. */
export function changeTransfers(
  list: Transfer[],
  change: { changed: Transfer[]; removed: string[] },
): Transfer[] {
  const changed = new Map(change.changed.map((transfer) => [transfer.id, transfer]));
  const removed = new Set(change.removed);
  const known = new Set(list.map((transfer) => transfer.id));
  const kept = list
    .filter((transfer) => !removed.has(transfer.id))
    .map((transfer) => changed.get(transfer.id) ?? transfer);
  const added = change.changed.filter((transfer) => !known.has(transfer.id) && !removed.has(transfer.id));
  return [...kept, ...added];
}

const rank: Record<Concern, number> = { 'needs-you': 0, moving: 1, waiting: 2, done: 3 };

/** By concern: needs-you, moving, waiting, done. Newest first within each. */
export function sortTransfers(list: readonly Transfer[]): Transfer[] {
  return list.toSorted(
    (a, b) =>
      rank[concern(a.state)] - rank[concern(b.state)] || b.seenAt - a.seenAt || (a.id < b.id ? 1 : -1),
  );
}

export type TransferAction = 'pause' | 'resume' | 'retry' | 'takeAsIs' | 'discard' | 'showInFolder';

/** The actions shown as icons, from left to right. The order is the same in every row. */
export const iconPlaces = ['pause', 'discard', 'showInFolder'] as const satisfies TransferAction[];

/** Whether the action has a labelled button. A row has at most one. */
export function hasLabel(action: TransferAction): boolean {
  return !iconPlaces.some((icon) => icon === action);
}

/** The actions that a transfer in this state allows, the most likely first. */
export function transferActions(state: TransferState): TransferAction[] {
  switch (state.kind) {
    case 'asking':
      return ['takeAsIs', 'discard', 'showInFolder'];
    case 'failed':
      return state.retryable ? ['retry', 'discard', 'showInFolder'] : ['discard', 'showInFolder'];
    case 'waiting':
      return ['pause', 'discard', 'showInFolder'];
    case 'paused':
      return ['resume', 'discard', 'showInFolder'];
    case 'committing':
      return ['showInFolder'];
    case 'done':
      return ['discard', 'showInFolder'];
    default:
      return ['pause', 'discard', 'showInFolder'];
  }
}

import { orderingKeyOf } from '../../client/outbox/ordering-key.ts';
import type { OutboxChange } from '../../client/outbox/outbox-store.ts';
import { isReadMark } from '../../client/outbox/read-marks.ts';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import type { MemberName } from './band.ts';

/** The fate of one operation, as its outbox and its person know it. */
export type Entry = {
  operationId: string;
  member: MemberName;
  kind: string;
  /** Its ordering key. */
  orderingKey: string;
  /** Counts the operations that all outboxes took in. */
  number: number;
  /** The person saw the refusal: at once, or in the list of pending changes. */
  isRefused: boolean;
  isConfirmed: boolean;
  /** Discarded, replaced, or contained in a later read mark: it may have had an effect or not. */
  isWithdrawn: boolean;
  /** A retry in the place of a refused operation: before those still pending behind it, after those sent meanwhile. */
  isAgain: boolean;
  isReadMark: boolean;
  /**
   * The app ended at the moment the outbox released it: if it was refused, nobody saw it
   * (docs/decisions/0021-refusal-shown-once.md).
   */
  isUntold: boolean;
  /** In the outbox. */
  isHeld: boolean;
};

/** Every operation of a run, noted when it is on disk, so that none can be missing here. */
export type Ledger = {
  /** A write to an outbox. */
  written(member: MemberName, change: OutboxChange): void;
  /** The last operation that a member's outbox took in. */
  lastOf(member: MemberName): string | undefined;
  /** The app ended, and could show nothing of what it wrote at that moment. */
  ended(member: MemberName): void;
  told(operationId: string, answer: 'confirmed' | 'refused'): void;
  withdrawn(operationId: string): void;
  find(operationId: string): Entry | undefined;
  entries(): Iterable<Entry>;
};

export function createLedger(now: () => number): Ledger {
  const entries = new Map<string, Entry>();
  const held = new Map<string, Entry>();
  const last = new Map<MemberName, string>();
  const lastRemoved = new Map<MemberName, { at: number; removed: Entry[] }>();

  function put(member: MemberName, rank: number, operation: PendingOperation): void {
    const { operationId, kind, state } = operation;
    const place = `${member} ${rank}`;
    const before = held.get(place);
    let entry = entries.get(operationId);
    if (!entry) {
      const fresh = {
        isRefused: false,
        isConfirmed: false,
        isWithdrawn: false,
        isHeld: true,
        isUntold: false,
      };
      entry = {
        operationId,
        member,
        kind,
        orderingKey: orderingKeyOf(operation),
        number: entries.size,
        isAgain: before !== undefined,
        isReadMark: isReadMark({ kind }),
        ...fresh,
      };
      entries.set(operationId, entry);
      last.set(member, operationId);
      if (before)
        Object.assign(before, { isHeld: false, isWithdrawn: before.isWithdrawn || !before.isRefused });
      held.set(place, entry);
    }
    if (state.kind === 'refused') entry.isRefused = true;
  }

  return {
    written(member, { put: rows = [], remove = [] }) {
      const removed = remove.flatMap((rank) => held.get(`${member} ${rank}`) ?? []);
      for (const entry of removed) entry.isHeld = false;
      for (const rank of remove) held.delete(`${member} ${rank}`);
      const before = lastRemoved.get(member);
      const earlier = before?.at === now() ? before.removed : [];
      lastRemoved.set(member, { at: now(), removed: [...earlier, ...removed] });
      for (const { rank, operation } of rows) put(member, rank, operation);
    },
    ended(member) {
      const { at, removed = [] } = lastRemoved.get(member) ?? {};
      if (at === now()) for (const entry of removed) entry.isUntold = true;
    },
    lastOf: (member) => last.get(member),
    told(operationId, answer) {
      const entry = entries.get(operationId);
      if (entry) Object.assign(entry, answer === 'refused' ? { isRefused: true } : { isConfirmed: true });
    },
    withdrawn(operationId) {
      const entry = entries.get(operationId);
      if (entry) entry.isWithdrawn = true;
    },
    find: (operationId) => entries.get(operationId),
    entries: () => entries.values(),
  };
}

import { orderingKeyOf } from '../../client/outbox/ordering-key.ts';
import type { OutboxChange } from '../../client/outbox/outbox-store.ts';
import { isReadMark } from '../../client/outbox/read-marks.ts';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import type { MemberName } from './band.ts';

/** What became of one operation, as far as its outbox and the person know. */
export type Entry = {
  operationId: string;
  member: MemberName;
  kind: string;
  /** What it waits in line with. */
  lane: string;
  /** Counts what the outbox took in, of all members. */
  number: number;
  /** The person was told that it was refused: at once, or in the list of what waits. */
  isRefused: boolean;
  isConfirmed: boolean;
  /** The person took it back, put another in its place, or a later mark contains it: it may have had its effect or not. */
  isWithdrawn: boolean;
  /** In the place of a refused one: before what still waits behind that, after what was sent meanwhile. */
  isAgain: boolean;
  isMark: boolean;
  /**
   * The app ended in the very moment in which the outbox let go of it: if it was refused, nobody was told (see “A refusal
   * is told once” in docs/decisions/0021-refusal-told-once.md).
   */
  isUntold: boolean;
  /** In the outbox. */
  isHeld: boolean;
};

/** Every operation of a run: noted when it is on disk, so that none can be lost from here too. */
export type Ledger = {
  /** What was written to an outbox. */
  written(member: MemberName, change: OutboxChange): void;
  /** The last operation that a member's outbox took in. */
  lastOf(member: MemberName): string | undefined;
  /** The app ended right after its last write. */
  endedAtWrite(member: MemberName): void;
  told(operationId: string, answer: 'confirmed' | 'refused'): void;
  withdrawn(operationId: string): void;
  find(operationId: string): Entry | undefined;
  entries(): Iterable<Entry>;
};

export function createLedger(): Ledger {
  const entries = new Map<string, Entry>();
  const held = new Map<string, Entry>();
  const last = new Map<MemberName, string>();
  const lastRemoved = new Map<MemberName, Entry[]>();

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
        lane: orderingKeyOf(operation),
        number: entries.size,
        isAgain: before !== undefined,
        isMark: isReadMark({ kind }),
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
      lastRemoved.set(member, removed);
      for (const { rank, operation } of rows) put(member, rank, operation);
    },
    endedAtWrite(member) {
      for (const entry of lastRemoved.get(member) ?? []) entry.isUntold = true;
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

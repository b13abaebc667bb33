import type { PendingOperation } from '../../protocol/ipc/outbox.ts';

/** An operation and its place: the lower rank goes first. A rank never changes. */
export type OutboxRow = { rank: number; operation: PendingOperation };

/** Rows that are new or replace those of the same rank, and ranks to delete. */
export type OutboxChange = { put?: readonly OutboxRow[]; remove?: readonly number[] };

/**
 * Keeps what the user did until the server has confirmed it. The store knows nothing of the order of sending; the outbox
 * reads it once and holds it in memory from then on.
 */
export type OutboxStore = {
  /** By rising rank, without what can't be read. */
  load(): OutboxRow[];
  /** All of the change or, when it throws, nothing. On disk (`synchronous=FULL`) when it returns. */
  write(change: OutboxChange): void;
  close(): void;
};

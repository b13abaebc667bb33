import type { PendingOperation } from '../../protocol/ipc/outbox.ts';

/** An operation and its place: the lower rank goes first. A rank is never changed. */
export type OutboxRow = { rank: number; operation: PendingOperation };

/** Rows that are new or take the place of those of the same rank, and ranks that go. */
export type OutboxChange = { put?: readonly OutboxRow[]; remove?: readonly number[] };

/**
 * Where what the user did and the server has not confirmed is kept. It knows nothing of the order of sending; the
 * outbox reads it once and holds it in memory from then on.
 */
export type OutboxStore = {
  /** By rising rank. What can't be read is not in it. */
  load(): OutboxRow[];
  /** All of it or, when it throws, nothing. On disk (`synchronous=FULL`) when it returns. */
  write(change: OutboxChange): void;
  close(): void;
};

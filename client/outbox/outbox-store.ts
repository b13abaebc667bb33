import type { PendingOperation } from '../../protocol/ipc/outbox.ts';

/** A row as it goes to the server. */
export type OutboxOperation = { operationId: string; kind: string; payload: unknown };

/**
 * What the user did and the server has not confirmed, in the order it was done. Every change is on disk
 * (`synchronous=FULL`) before the call returns.
 */
export type OutboxStore = {
  add(operation: OutboxOperation & { projectId: string | null; createdAt: number }): void;
  list(): PendingOperation[];
  /**
   * Marks the oldest queued operations as being sent and answers them: at most `limit`, and no more than
   * `maximumBytes` of payload, but always one.
   */
  take(limit: number, maximumBytes: number): OutboxOperation[];
  /** What was being sent is queued again, in its old place. */
  requeueSending(): void;
  requeue(operationId: string): void;
  refuse(operationId: string, errorKind: string, message: string): void;
  remove(operationId: string): void;
  /** Removes it unless it is being sent. */
  discard(operationId: string): void;
  close(): void;
};

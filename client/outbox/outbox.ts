import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import type { ErrorKind, Outcome } from '../../protocol/wire/error.ts';
import type { ReadMark } from './read-marks.ts';

export type RunAnswer = { state: 'confirmed'; result: unknown } | { state: 'queued'; operationId: string };

/**
 * The only way for a command to reach the server: written to disk first, then sent in order (see `ordering-key.ts`) until
 * the server has confirmed or refused it. The operation id is made once, so a command whose answer was lost is answered
 * from the server's store and changes nothing twice. A refused one is sent again under a new id, because the server keeps
 * its refusal too.
 *
 * A confirmed change stays until the cache has reached the log positions of its answer: its overlay ends exactly when
 * its events have been applied, also when the socket is down or the app was restarted in between.
 */
export type Outbox = {
  start(): void;
  /** Waits until requests have been aborted, then closes the store. What is queued stays. */
  stop(): Promise<void>;
  /**
   * Queues a command and waits a little for its answer. A refusal that comes in that time is returned to the caller, who
   * shows it, and is not kept; one that comes later stays in the list until it is retried or discarded.
   * `too-large`: over 64 KB of JSON, which the server would refuse. `no-space`: it could not be stored, so it isn't sent.
   */
  run(
    kind: string,
    payload: unknown,
    projectId: string | null,
  ): Promise<Outcome<RunAnswer, ErrorKind | 'signed-out'>>;
  /** Queues a read mark in the place of those it contains. Waits for nothing. */
  mark(mark: ReadMark): Outcome<null>;
  /** The pending and refused operations, without read marks. */
  list(): PendingOperation[];
  /** The same, and the confirmed ones that are not in the cache yet: everything that is shown on top of it. */
  listShown(): PendingOperation[];
  /** The read marks that are not yet in the cache, oldest first. */
  listMarks(): ReadMark[];
  /** The project of the operation that creates this id. */
  projectOf(id: string): string | undefined;
  /** Whether the thing of this id is created by an operation that is pending or refused: the server doesn't know it. */
  isPending(id: string): boolean;
  find(operationId: string): PendingOperation | undefined;
  /** See `outbox.retry` of the bridge. Does nothing to an operation that is not refused. */
  retry(operationId: string): Outcome<null>;
  /** See `outbox.edit` of the bridge. Returns the new operation id. The caller has parsed the payload. */
  edit(operationId: string, payload: unknown, projectId: string | null): Outcome<{ operationId: string }>;
  /** Discards what is not being sent at this moment; `conflict` for what is. */
  discard(operationId: string): Outcome<null>;
  /** To be called when the cache has moved on in the log: lets go of confirmed changes that it now contains. */
  releaseApplied(): void;
  /** With what `listShown` returns. */
  onChange(listener: (shown: PendingOperation[]) => void): () => void;
  /** A change that the server has confirmed, before `onChange` reports it. */
  onConfirmed(listener: (confirmed: ConfirmedOperation) => void): () => void;
};

/** `result` is not parsed. */
export type ConfirmedOperation = { kind: string; payload: unknown; result: unknown };

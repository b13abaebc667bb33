import type { RequestFailureKind } from '../session/server-client.ts';

/** The kinds of any request, and: the tus resource is gone, or is still locked by an earlier connection. */
export type TransferFailureKind = RequestFailureKind | 'resource-gone' | 'locked';

export type HashResult =
  | { kind: 'hashed'; sha256: string }
  /** The file is no longer in the state that should be hashed. */
  | { kind: 'changed' }
  | { kind: 'failed'; code: string };

export type SendResult =
  | { kind: 'sent' }
  | { kind: 'aborted' }
  /** The file is no longer in the state that should be sent. */
  | { kind: 'changed' }
  | { kind: 'unreadable'; code: string }
  | { kind: 'failed'; failure: TransferFailureKind; message: string };

export type SendOptions = {
  /** The absolute address of the tus resource. */
  url: string;
  signal: AbortSignal;
  /** `sent`: bytes that have left this computer, counted from the start of the file. */
  onProgress(sent: number): void;
};

import type { RequestFailureKind } from '../session/server-client.ts';

/** Beside the kinds of any request: the tus resource is gone, or the server still holds it for a former connection. */
export type TransferFailureKind = RequestFailureKind | 'resource-gone' | 'locked';

export type HashResult =
  | { kind: 'hashed'; sha256: string }
  /** The file is not in the state that was to be hashed. */
  | { kind: 'changed' }
  | { kind: 'failed'; code: string };

export type SendResult =
  | { kind: 'sent' }
  | { kind: 'aborted' }
  /** The file is not in the state that was to be sent. */
  | { kind: 'changed' }
  | { kind: 'unreadable'; code: string }
  | { kind: 'failed'; failure: TransferFailureKind; message: string };

export type SendOptions = {
  /** Whole address of the tus resource. */
  url: string;
  signal: AbortSignal;
  /** Bytes that have left this machine, counted from the file's start. */
  onProgress(sent: number): void;
};

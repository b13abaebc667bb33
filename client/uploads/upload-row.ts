import type { TransferState } from '../../protocol/ipc/transfer.ts';
import type { UploadTarget } from '../../protocol/wire/upload.ts';

/**
 * One file on its way, wherever it lies. `sent` and `size` in bytes, `seenAt` in milliseconds of Unix time. `path` names
 * the file to the person, and tells it from others that are on their way.
 */
export type UploadRow = {
  id: string;
  bindingId: string | null;
  projectId: string;
  path: string;
  name: string;
  target: UploadTarget;
  cutName: string;
  cutId: string;
  onlyIfNew: boolean;
  /** Names one attempt to the server; a file that changes gets a new one. */
  uploadKey: string;
  uploadId: string | null;
  sha256: string | null;
  size: number;
  sent: number;
  /** Times that the server's bytes were not ours and all began anew. */
  startedOver: number;
  /** The file had settled and the commit was decided: from here on the file itself is no longer needed. */
  committing: boolean;
  seenAt: number;
  state: TransferState;
};

/** What happens to files on their way, for a log. */
export type UploadLogEvent = { event: 'transfer' | 'warning'; message: string; [detail: string]: unknown };

import type { TransferState } from '../../protocol/ipc/transfer.ts';
import type { SongInName, UploadTarget } from '../../protocol/wire/upload.ts';

/**
 * One file that is being uploaded. `sent` and `size` are in bytes, `seenAt` is Unix time in milliseconds. `path`
 * identifies the file to the person and among open uploads.
 */
export type UploadRow = {
  id: string;
  bindingId: string | null;
  projectId: string;
  path: string;
  name: string;
  target: UploadTarget;
  /** The reading of the name, where the server would read it differently. */
  song: SongInName | null;
  /** The note of its version, in place of that in its name; null: nothing was written. */
  note?: string | null;
  cutName: string;
  cutId: string;
  onlyIfNew: boolean;
  /** Identifies one attempt to the server; a file that changes gets a new key. */
  uploadKey: string;
  uploadId: string | null;
  sha256: string | null;
  size: number;
  sent: number;
  /** How often the upload started over because the server's bytes were not ours. */
  startedOver: number;
  /** The file had settled and the commit was decided: from now on the file itself is not needed any more. */
  committing: boolean;
  seenAt: number;
  state: TransferState;
};

/** Events of uploads, for a log. */
export type UploadLogEvent = { event: 'transfer' | 'warning'; message: string; [detail: string]: unknown };

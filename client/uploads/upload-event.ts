import type { CommitAnswer } from '../../protocol/wire/upload.ts';
import type { LateNote } from './upload-notes.ts';
import type { UploadRow } from './upload-row.ts';

/** A finding of the upload queue about a file, for other parts to act on. */
export type UploadEvent<Row extends UploadRow> =
  /** The file changed, can't be found, or has to be sent again. */
  | { kind: 'settle-again'; id: string }
  | { kind: 'unreadable'; id: string; code: string }
  /** These bytes were uploaded from this path before. */
  | { kind: 'known'; row: Row }
  /** Before `done`: the version was announced without the note that was written for it. */
  | { kind: 'late-note'; id: string; late: LateNote }
  | { kind: 'done'; row: Row; answer: CommitAnswer };

import type { TransferState } from '../../protocol/ipc/transfer.ts';
import type { CommitAnswer } from '../../protocol/wire/upload.ts';
import type { UploadRow } from './upload-row.ts';

/** A committed upload as its transfer shows it. The server may have found another cut than the proposed one. */
export function doneChange(row: UploadRow, { file, added, version }: CommitAnswer, at: number) {
  const isNewCut = row.target.kind !== 'cut' && file.cutId === row.cutId;
  const state: TransferState = {
    ...{ kind: 'done', outcome: !added ? 'duplicate' : isNewCut ? 'new-cut' : 'new-version' },
    ...{ cutId: file.cutId, fileId: file.id, at },
    ...(version && { version: version.number }),
    ...(file.type === 'STEM' && { isStem: true }),
  };
  return { committing: false, sent: row.size, state, ...(version && { cutName: version.cutName }) };
}

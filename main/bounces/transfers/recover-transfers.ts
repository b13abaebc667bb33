import type { TransferStore } from '../../../client/uploads/transfer-store.ts';
import type { UploadQueue } from '../../../client/uploads/upload-queue.ts';
import type { TransferRow } from '../store/transfer-table.ts';
import type { TransferFlow } from './transfer-flow.ts';

/** Resumes what the last run left, however it ended: decided commits continue at once, other files settle again. */
export function recoverTransfers(parts: {
  transfers: TransferStore<TransferRow>;
  uploadQueue: Pick<UploadQueue, 'begin'>;
  flow: Pick<TransferFlow, 'follow'>;
}): void {
  const { transfers, uploadQueue, flow } = parts;
  for (const { id, state, committing, uploadId } of [...transfers.rows()]) {
    if (state.kind === 'done' || state.kind === 'failed' || state.kind === 'paused') continue;
    if (committing && uploadId !== null) {
      transfers.change(id, { state: { kind: 'committing' } });
      uploadQueue.begin(id);
    } else {
      transfers.change(id, { state: { kind: 'seen' } });
      flow.follow(id);
    }
  }
}

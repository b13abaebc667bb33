import type { TransferStore } from '../../../client/uploads/transfer-store.ts';
import type { UploadQueue } from '../../../client/uploads/upload-queue.ts';
import { withOpenTransfer } from '../../../client/uploads/with-open-transfer.ts';
import type { BouncePipeline } from '../pipeline.ts';
import type { Store } from '../store/open-store.ts';
import type { TransferRow } from '../store/transfer-table.ts';
import type { KnownBounces } from './known-bounces.ts';
import type { LostFiles } from './lost-files.ts';
import type { TransferFlow } from './transfer-flow.ts';

export type TransferActions = Pick<
  BouncePipeline,
  'pause' | 'resume' | 'retry' | 'takeAsIs' | 'discard' | 'clearDone'
>;

/** A person’s actions on a transfer. */
export function createTransferActions(dependencies: {
  transfers: TransferStore<TransferRow>;
  flow: TransferFlow;
  uploadQueue: UploadQueue;
  lostFiles: LostFiles;
  known: KnownBounces;
  store: Pick<Store, 'together'>;
}): TransferActions {
  const { transfers, flow, uploadQueue, lostFiles, known, store } = dependencies;

  function restart({ id, state, committing }: TransferRow): void {
    uploadQueue.halt(id);
    lostFiles.forget(id);
    if (state.kind === 'failed' && state.reason === 'target-gone') known.reroute(id);
    transfers.change(id, { state: { kind: committing ? 'committing' : 'seen' }, startedOver: 0 });
    if (committing) uploadQueue.begin(id);
    else flow.follow(id);
  }

  return {
    pause: (id) =>
      withOpenTransfer(transfers, id, () => {
        flow.halt(id);
        transfers.change(id, { state: { kind: 'paused' } });
      }),
    resume: (id) =>
      withOpenTransfer(transfers, id, (row) => {
        if (row.state.kind === 'paused') restart(row);
      }),
    retry: (id) =>
      withOpenTransfer(transfers, id, (row) => {
        if (row.state.kind === 'waiting' && lostFiles.isWaiting(id)) flow.reread(id);
        else if (row.state.kind === 'waiting') uploadQueue.beginNow(id);
        else if (row.state.kind === 'failed') restart(row);
      }),
    takeAsIs: (id) =>
      withOpenTransfer(transfers, id, ({ state }) => {
        const row = state.kind === 'asking' && transfers.change(id, { takeAsIs: true });
        if (row) restart(row);
      }),
    discard(id) {
      if (transfers.get(id)?.state.kind === 'done') {
        transfers.remove(id);
        return { ok: true, data: null };
      }
      return withOpenTransfer(transfers, id, (row) => {
        known.remember(row, 'ignored', null);
        flow.remove(id);
      });
    },
    clearDone() {
      store.together(() => {
        for (const row of [...transfers.rows()]) if (row.state.kind === 'done') transfers.remove(row.id);
      });
    },
  };
}

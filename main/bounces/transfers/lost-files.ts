import type { TransferStore } from '../../../client/uploads/transfer-store.ts';
import type { UploadQueue } from '../../../client/uploads/upload-queue.ts';
import type { Clock } from '../../../common/clock.ts';
import { bouncesText, unreadableText } from '../../text/bounces.ts';
import { vanishedState } from '../../uploads/failure-state.ts';
import type { Disk } from '../disk/disk.ts';
import { exists } from '../disk/exists.ts';
import type { FolderWatches } from '../folders/folder-watches.ts';
import type { Look } from '../settling/settler.ts';
import type { TransferRow } from '../store/transfer-table.ts';
import { createRereads } from './rereads.ts';

export type LostFilesDependencies = {
  transfers: TransferStore<TransferRow>;
  uploadQueue: Pick<UploadQueue, 'halt'>;
  folderWatches: Pick<FolderWatches, 'isMissing'>;
  disk: Disk;
  clock: Clock;
  /** See rereads.ts; the usual pauses unless given. */
  rereadAfter?: readonly number[];
  /** Called for an unexpected failure, such as a disk too full to write a state. */
  onError(error: unknown): void;
};

/** Gives a file that is gone or can't be read time to come back, then says so. By the transfer's id. */
export type LostFiles = {
  /** `lookAgain` is called if the file is back; otherwise it has vanished. */
  gone(id: string, lookAgain: () => void): void;
  /** `lookAgain` is called after a pause; after too many failures in a row the transfer fails. */
  unreadable(id: string, look: Extract<Look, { kind: 'unreadable' }>, lookAgain: () => void): void;
  isWaiting(id: string): boolean;
  /** Stops waiting. The next failure still waits longer than the last. */
  cancel(id: string): void;
  /** Stops waiting, and the next failure counts as the first. */
  forget(id: string): void;
  stop(): void;
};

/** How long a missing file may take to be found under another name, in milliseconds. */
const renameGrace = 1_000;

export function createLostFiles(dependencies: LostFilesDependencies): LostFiles {
  const { transfers, uploadQueue, folderWatches, disk, clock, onError } = dependencies;
  const timers = new Map<string, NodeJS.Timeout>();
  const rereads = createRereads(dependencies.rereadAfter);
  let stopped = false;

  function cancel(id: string): void {
    clearTimeout(timers.get(id));
    timers.delete(id);
  }

  async function decide(id: string, lookAgain: () => void): Promise<void> {
    timers.delete(id);
    const path = transfers.get(id)?.path;
    const isBack = path !== undefined && (await exists(disk, path));
    const row = transfers.get(id);
    if (stopped || !row || row.committing || folderWatches.isMissing(row.bindingId)) return;
    if (isBack) return lookAgain();
    uploadQueue.halt(id);
    transfers.change(id, { state: vanishedState() });
  }

  function gone(id: string, lookAgain: () => void): void {
    const decideOrTryAgain = () =>
      decide(id, lookAgain).catch((error) => {
        onError(error);
        if (!stopped) gone(id, lookAgain);
      });
    cancel(id);
    timers.set(id, setTimeout(decideOrTryAgain, renameGrace));
  }

  return {
    gone,
    unreadable(id, { code, state }, lookAgain) {
      const pause = rereads.next(id, code);
      if (pause === null) return void transfers.change(id, { state });
      const message = bouncesText.retriesAutomatically(unreadableText(code).message);
      transfers.change(id, {
        state: { kind: 'waiting', for: 'disk', message, retryAt: clock.now() + pause },
      });
      cancel(id);
      timers.set(id, setTimeout(lookAgain, pause));
    },
    isWaiting: (id) => timers.has(id),
    cancel,
    forget(id) {
      cancel(id);
      rereads.forget(id);
    },
    stop() {
      stopped = true;
      for (const id of [...timers.keys()]) cancel(id);
    },
  };
}

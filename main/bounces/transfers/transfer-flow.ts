import { dirname } from 'node:path';
import type { TransferStore } from '../../../client/uploads/transfer-store.ts';
import type { UploadQueue } from '../../../client/uploads/upload-queue.ts';
import type { Environment } from '../../../common/environment.ts';
import type { TransferState } from '../../../protocol/ipc/transfer.ts';
import { type FileIdentity, sameIdentity } from '../disk/file-identity.ts';
import { isNetworkVolume } from '../disk/volume.ts';
import type { FolderWatches } from '../folders/folder-watches.ts';
import type { Clearances } from '../settling/clearances.ts';
import type { SettleStep, SettleVerdict } from '../settling/settle.ts';
import { failedLook, type Look, type Settler } from '../settling/settler.ts';
import type { TransferRow } from '../store/transfer-table.ts';
import type { LostFiles } from './lost-files.ts';

export type TransferFlowDependencies = {
  transfers: TransferStore<TransferRow>;
  settler: Settler;
  clearances: Clearances;
  uploadQueue: UploadQueue;
  lostFiles: LostFiles;
  folderWatches: Pick<FolderWatches, 'isMissing' | 'isNetwork'>;
  environment: Pick<Environment, 'clock' | 'newId'>;
  /** Called for an unexpected failure, such as a disk too full to write a state. */
  onError(error: unknown): void;
};

/** Turns the result of each look at a file into the next steps of its transfer. */
export type TransferFlow = {
  /** Starts looking at the file, from the beginning. */
  follow(id: string): void;
  /** Looks again at a file that is waiting for its disk. Never throws. */
  reread(id: string): void;
  /** The file was seen in this state: acts if it differs from the one in the row. */
  notice(row: TransferRow, identity: FileIdentity): void;
  /** The upload could not read the file, for good or for now (another program has it open, or it is gone). */
  couldNotRead(id: string, code: string): void;
  /** Stops looking and sending; the transfer stays. */
  halt(id: string): void;
  /** Removes the transfer, whatever it was doing. */
  remove(id: string): void;
  stop(): void;
};

export function createTransferFlow(dependencies: TransferFlowDependencies): TransferFlow {
  const { transfers, settler, clearances, uploadQueue, lostFiles, folderWatches, onError } = dependencies;
  const { clock, newId } = dependencies.environment;

  function follow(id: string): void {
    const row = transfers.get(id);
    clearances.withdraw(id);
    lostFiles.cancel(id);
    if (!row) return;
    const { path, bindingId, takeAsIs } = row;
    const isNetwork = () =>
      bindingId === null ? isNetworkVolume(dirname(path)) : folderWatches.isNetwork(bindingId);
    settler.watch(id, { path, isNetwork, takeAsIs }, (look) => see(id, look));
  }

  function reread(id: string): void {
    try {
      if (transfers.get(id)?.state.kind === 'waiting') transfers.change(id, { state: { kind: 'seen' } });
      follow(id);
    } catch (error) {
      onError(error);
    }
  }

  function see(id: string, look: Look): void {
    const row = transfers.get(id);
    // A file that changed after the commit was decided is picked up as a new version once this one is done.
    if (!row || row.committing) settler.forget(id);
    else if (look.kind === 'step') step(row, look.step);
    else if (look.kind === 'busy') show(row, { kind: 'settling', reason: 'writing' });
    else lose(row, look);
  }

  function lose({ id, bindingId }: TransferRow, look: Exclude<Look, { kind: 'step' | 'busy' }>): void {
    settler.forget(id);
    clearances.withdraw(id);
    // With its whole folder missing, the file waits for the folder to come back.
    if (folderWatches.isMissing(bindingId)) return;
    if (look.kind === 'gone') lostFiles.gone(id, () => follow(id));
    else lostFiles.unreadable(id, look, () => reread(id));
  }

  function step(row: TransferRow, { state, verdict, mayTransfer }: SettleStep): void {
    const { id } = row;
    const { identity } = state;
    const untouched = row.sha256 === null && !uploadQueue.isCarrying(id);
    if (untouched) transfers.show(id, { identity, size: identity.size });
    else if (row.identity === null || !sameIdentity(row.identity, identity)) startOver(id, identity);
    if (mayTransfer) {
      const settled = verdict.kind === 'settled';
      clearances.grant(id, { identity, settled });
      if (settled) settler.forget(id);
      uploadQueue.begin(id);
    } else {
      clearances.withdraw(id);
    }
    show(row, verdict);
  }

  /** The file has changed: the server sweeps away what it has of the previous state. */
  function startOver(id: string, identity: FileIdentity): void {
    uploadQueue.halt(id);
    lostFiles.forget(id);
    clearances.withdraw(id);
    transfers.change(id, {
      ...{ identity, size: identity.size, sent: 0, sha256: null },
      ...{ uploadKey: newId(), uploadId: null, startedOver: 0, state: { kind: 'seen' } },
    });
  }

  /** Shows how the file settles, unless its transfer has got further. */
  function show({ id }: TransferRow, verdict: SettleVerdict): void {
    const row = transfers.get(id);
    if (!row || uploadQueue.isCarrying(id)) return;
    const state = settlingState(row.state, verdict, clock.now());
    if (state !== null) transfers.change(id, { state });
  }

  function halt(id: string): void {
    uploadQueue.halt(id);
    settler.forget(id);
    clearances.withdraw(id);
    lostFiles.cancel(id);
  }

  return {
    follow,
    reread,
    notice(row, identity) {
      const { id, state } = row;
      if (row.committing || state.kind === 'paused') return;
      if (settler.isWatching(id)) return settler.hint(id);
      const same = row.identity !== null && sameIdentity(row.identity, identity);
      const failed = state.kind === 'failed';
      if (same && (clearances.isSettled(id) || (failed && state.reason !== 'vanished'))) return;
      const waitsForDisk = state.kind === 'waiting' && state.for === 'disk';
      if (failed || waitsForDisk) transfers.change(id, { state: { kind: 'seen' } });
      follow(id);
    },
    couldNotRead(id, code) {
      const look = failedLook(code);
      if (look.kind === 'unreadable') see(id, look);
      else follow(id);
    },
    halt,
    remove(id) {
      halt(id);
      lostFiles.forget(id);
      transfers.remove(id);
    },
    stop() {
      lostFiles.stop();
      settler.stop();
    },
  };
}

/** The state that shows this verdict; null if the transfer shows it already, or has got further. */
function settlingState(state: TransferState, verdict: SettleVerdict, since: number): TransferState | null {
  if (verdict.kind === 'settled') return null;
  if (!['seen', 'settling', 'asking', 'hashing', 'hashed'].includes(state.kind)) return null;
  const shown = state.kind === 'settling' ? state.reason : state.kind;
  if (verdict.kind === 'asking') return shown === 'asking' ? null : { kind: 'asking', since };
  return shown === verdict.reason ? null : { kind: 'settling', reason: verdict.reason, since };
}

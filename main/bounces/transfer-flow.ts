import { stat } from 'node:fs/promises';
import type { TransferStore } from '../../client/uploads/transfer-store.ts';
import type { UploadQueue } from '../../client/uploads/upload-queue.ts';
import { newId } from '../../common/new-id.ts';
import type { TransferState } from '../../protocol/ipc/transfer.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import { vanishedState } from '../uploads/failure-state.ts';
import type { Disk } from './disk.ts';
import { exists } from './exists.ts';
import { type FileIdentity, identityOf, sameIdentity } from './file-identity.ts';
import type { PipelineRefusal } from './pipeline.ts';
import { createRereads } from './rereads.ts';
import type { SettleStep, SettleVerdict } from './settle.ts';
import { failedLook, type Look, type Settler } from './settler.ts';
import type { TransferRow } from './store/transfer-table.ts';
import { unreadable } from './unreadable.ts';

export type TransferFlowDependencies = {
  transfers: TransferStore<TransferRow>;
  settler: Settler;
  disk: Disk;
  uploadQueue(): UploadQueue;
  /** A file whose folder is missing is waited for, not given up. */
  isFolderMissing(row: TransferRow): boolean;
  isNetwork(row: TransferRow): boolean | Promise<boolean>;
  /** A person does not want it: never take this state of the file again. */
  onDiscarded(row: TransferRow): void;
  /** The place it should go to is gone, but a person wants it tried again. */
  reroute(row: TransferRow): void;
  /** See rereads.ts; the usual ones unless given. */
  rereadAfter?: readonly number[];
  /** What should not happen, such as a disk too full to note what was seen. */
  onError(error: unknown): void;
};

/** Brings together what looks say and what is carried, for each transfer; and what a person may do with one. */
export type TransferFlow = {
  /** Begins to look at the file, from the start. */
  follow(id: string): void;
  /** Someone saw the file in this state: act if it is another one than ours. */
  notice(row: TransferRow, identity: FileIdentity): void;
  /** It could not be read while it was carried: for good, or for now (another program has it open, it is gone). */
  couldNotRead(id: string, code: string): void;
  mayTransfer(id: string): boolean;
  isSettled(id: string): boolean;
  isUnchanged(row: TransferRow): Promise<boolean>;
  /** Takes it off the list, whatever it was doing. */
  drop(id: string): void;
  pause(id: string): Outcome<null, PipelineRefusal>;
  resume(id: string): Outcome<null, PipelineRefusal>;
  retry(id: string): Outcome<null, PipelineRefusal>;
  takeAsIs(id: string): Outcome<null, PipelineRefusal>;
  discard(id: string): Outcome<null, PipelineRefusal>;
  stop(): void;
};

/** How long a file that is gone may take to be found under another name, in milliseconds. */
const renameGrace = 1_000;
const done = { ok: true, data: null } as const;

export function createTransferFlow(dependencies: TransferFlowDependencies): TransferFlow {
  const { transfers, settler, disk, uploadQueue, isFolderMissing, onError } = dependencies;
  /** What the last look allows, and for which state of the file. */
  const cleared = new Map<string, { identity: FileIdentity; settled: boolean }>();
  /** A file that is gone, or can't be read, has time to come back. */
  const graces = new Map<string, NodeJS.Timeout>();
  const rereads = createRereads(dependencies.rereadAfter);
  let stopped = false;

  function follow(id: string): void {
    const row = transfers.get(id);
    cleared.delete(id);
    clearTimeout(graces.get(id));
    graces.delete(id);
    if (!row) return;
    const { path, takeAsIs } = row;
    const isNetwork = () => dependencies.isNetwork(row);
    settler.watch(id, { path, isNetwork, takeAsIs }, (look) => see(id, look));
  }

  function see(id: string, look: Look): void {
    const row = transfers.get(id);
    // Decided: if it is another file by now, that one is seen anew when this one is done.
    if (!row || row.committing) settler.forget(id);
    else if (look.kind === 'step') step(row, look.step);
    else if (look.kind === 'busy') show(row, { kind: 'settling', reason: 'writing' });
    else lost(row, look);
  }

  function lost(row: TransferRow, look: Exclude<Look, { kind: 'step' | 'busy' }>): void {
    settler.forget(row.id);
    cleared.delete(row.id);
    // With its folder gone it is waited for: the folder's return brings it back.
    if (isFolderMissing(row)) return;
    if (look.kind === 'gone') awaitRename(row);
    else if (!readsAgain(row, look.code)) transfers.change(row.id, { state: look.state });
  }

  /** A disk that stumbles may read the next time. What it fails to read time after time is left to be said. */
  function readsAgain({ id }: TransferRow, code: string): boolean {
    const pause = rereads.next(id, code);
    if (pause === null) return false;
    const message = `${unreadable(code).message} It is tried again by itself.`;
    transfers.change(id, { state: { kind: 'waiting', for: 'disk', message, retryAt: Date.now() + pause } });
    clearTimeout(graces.get(id));
    graces.set(id, setTimeout(reread, pause, id));
    return true;
  }

  /** Nobody waits for this one. */
  function reread(id: string): void {
    try {
      if (transfers.get(id)?.state.kind === 'waiting') transfers.change(id, { state: { kind: 'seen' } });
      follow(id);
    } catch (error) {
      onError(error);
    }
  }

  function step(row: TransferRow, { state, verdict, mayTransfer }: SettleStep): void {
    const { id } = row;
    const { identity } = state;
    const untouched = row.sha256 === null && !uploadQueue().isCarrying(id);
    if (untouched) transfers.glimpse(id, { identity, size: identity.size });
    else if (row.identity === null || !sameIdentity(row.identity, identity)) startOver(id, identity);
    if (mayTransfer) {
      const settled = verdict.kind === 'settled';
      cleared.set(id, { identity, settled });
      if (settled) settler.forget(id);
      uploadQueue().begin(id);
    } else {
      cleared.delete(id);
    }
    show(row, verdict);
  }

  /** The file has become another: what was sent of the former one is left to the server to sweep away. */
  function startOver(id: string, identity: FileIdentity): void {
    uploadQueue().halt(id);
    rereads.forget(id);
    cleared.delete(id);
    transfers.change(id, {
      identity,
      size: identity.size,
      sent: 0,
      sha256: null,
      uploadKey: newId(),
      uploadId: null,
      startedOver: 0,
      state: { kind: 'seen' },
    });
  }

  /** Shows how it settles, unless something else about it is more worth telling. */
  function show(before: TransferRow, verdict: SettleVerdict): void {
    const row = transfers.get(before.id);
    if (!row || verdict.kind === 'settled' || uploadQueue().isCarrying(row.id)) return;
    const { state } = row;
    if (!['seen', 'settling', 'asking', 'hashing', 'hashed'].includes(state.kind)) return;
    const shown = state.kind === 'settling' ? state.reason : state.kind;
    const next = verdict.kind === 'settling' ? verdict.reason : verdict.kind;
    if (shown === next) return;
    const since = Date.now();
    const becomes: TransferState =
      verdict.kind === 'asking'
        ? { kind: 'asking', since }
        : { kind: 'settling', reason: verdict.reason, since };
    transfers.change(row.id, { state: becomes });
  }

  /** It may turn up under another name; if not, it has vanished. */
  function awaitRename(row: TransferRow): void {
    const decide = async () => {
      graces.delete(row.id);
      const back = await exists(disk, row.path);
      const still = transfers.get(row.id);
      if (stopped || !still || still.committing || isFolderMissing(still)) return;
      if (back) {
        follow(row.id);
      } else {
        uploadQueue().halt(row.id);
        transfers.change(row.id, { state: vanishedState() });
      }
    };
    const decideOrTryAgain = () =>
      decide().catch((error) => {
        onError(error);
        if (!stopped) awaitRename(row);
      });
    graces.set(row.id, setTimeout(decideOrTryAgain, renameGrace));
  }

  function isSettled(id: string): boolean {
    const clearance = cleared.get(id);
    const identity = transfers.get(id)?.identity;
    return clearance?.settled === true && !!identity && sameIdentity(clearance.identity, identity);
  }

  function drop(id: string): void {
    uploadQueue().halt(id);
    settler.forget(id);
    cleared.delete(id);
    clearTimeout(graces.get(id));
    graces.delete(id);
    rereads.forget(id);
    transfers.remove(id);
  }

  /** Runs `act` on an open transfer; one that is being committed can't be stopped any more. */
  function withOpen(id: string, act: (row: TransferRow) => void): Outcome<null, PipelineRefusal> {
    const row = transfers.get(id);
    if (!row) return { ok: false, kind: 'not-found', message: 'There is no such transfer.' };
    if (row.state.kind === 'done' || row.state.kind === 'committing') {
      return { ok: false, kind: 'conflict', message: `${row.name} is already before the band.` };
    }
    act(row);
    return done;
  }

  function restart(row: TransferRow): void {
    uploadQueue().halt(row.id);
    rereads.forget(row.id);
    if (row.state.kind === 'failed' && row.state.reason === 'target-gone') dependencies.reroute(row);
    transfers.change(row.id, {
      state: row.committing ? { kind: 'committing' } : { kind: 'seen' },
      startedOver: 0,
    });
    if (row.committing) uploadQueue().begin(row.id);
    else follow(row.id);
  }

  return {
    follow,
    notice(row, identity) {
      const { id, state } = row;
      if (row.committing || state.kind === 'paused') return;
      if (settler.isWatching(id)) {
        settler.hint(id);
        return;
      }
      const same = row.identity !== null && sameIdentity(row.identity, identity);
      const failed = state.kind === 'failed';
      if (same && (isSettled(id) || (failed && state.reason !== 'vanished'))) return;
      const waitsForDisk = state.kind === 'waiting' && state.for === 'disk';
      if (failed || waitsForDisk) transfers.change(id, { state: { kind: 'seen' } });
      follow(id);
    },
    couldNotRead(id, code) {
      const look = failedLook(code);
      if (look.kind === 'unreadable') see(id, look);
      else follow(id);
    },
    mayTransfer: (id) => cleared.has(id),
    isSettled,
    async isUnchanged(row) {
      try {
        const now = identityOf(await disk.run(row.path, () => stat(row.path, { bigint: true })));
        return row.identity !== null && sameIdentity(row.identity, now);
      } catch {
        // Gone or out of reach: not what it was.
        return false;
      }
    },
    drop,
    pause: (id) =>
      withOpen(id, (row) => {
        uploadQueue().halt(id);
        settler.forget(id);
        cleared.delete(id);
        clearTimeout(graces.get(id));
        graces.delete(id);
        transfers.change(row.id, { state: { kind: 'paused' } });
      }),
    resume: (id) =>
      withOpen(id, (row) => {
        if (row.state.kind === 'paused') restart(row);
      }),
    retry: (id) =>
      withOpen(id, (row) => {
        if (row.state.kind === 'waiting' && graces.has(id)) reread(id);
        else if (row.state.kind === 'waiting') uploadQueue().beginNow(id);
        else if (row.state.kind === 'failed') restart(row);
      }),
    takeAsIs: (id) =>
      withOpen(id, (row) => {
        if (row.state.kind === 'asking') restart(transfers.change(id, { takeAsIs: true }) as TransferRow);
      }),
    discard: (id) =>
      withOpen(id, (row) => {
        dependencies.onDiscarded(row);
        drop(id);
      }),
    stop() {
      stopped = true;
      for (const timer of graces.values()) clearTimeout(timer);
      graces.clear();
      settler.stop();
    },
  };
}

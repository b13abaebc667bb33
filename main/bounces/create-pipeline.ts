import { dirname } from 'node:path';
import { SqliteError } from 'better-sqlite3';
import { createTransferStore } from '../../client/uploads/transfer-store.ts';
import { createUploadQueue, type UploadQueue } from '../../client/uploads/upload-queue.ts';
import { newId } from '../../common/new-id.ts';
import type { File } from '../../protocol/wire/file.ts';
import type { CommitAnswer } from '../../protocol/wire/upload.ts';
import { sendBytes } from '../uploads/send-bytes.ts';
import { createBindings } from './bindings.ts';
import { dropFiles } from './drop-files.ts';
import { createHasher } from './hasher.ts';
import { createIntake } from './intake.ts';
import { createPatience } from './patience.ts';
import type { BouncePipeline, BouncePipelineDependencies } from './pipeline.ts';
import { routeBounce } from './routing.ts';
import { defaultSettings } from './settings.ts';
import { createSettler } from './settler.ts';
import type { KnownDecision, KnownFile } from './store/known-file-table.ts';
import { openStore } from './store/open-store.ts';
import type { TransferRow } from './store/transfer-table.ts';
import { createTransferFlow } from './transfer-flow.ts';
import { isNetworkVolume } from './volume.ts';
import { createWriterCheck } from './writers/create-writer-check.ts';

/** Longer than this nothing is waited for when it stops: a file operation may never return. */
const stopMilliseconds = 3_000;

/** Puts the pipeline together. The file is opened at once, so bindings and transfers can be listed before `start`. */
export function createBouncePipeline(dependencies: BouncePipelineDependencies): BouncePipeline {
  const { databasePath, disk, client, connectivity, readProject, log } = dependencies;
  const settings = { ...defaultSettings, ...dependencies.settings };
  let isOver = false;
  const onError = (error: unknown) => {
    // What a dead volume answers at last, finds everything closed.
    if (!isOver) log({ event: 'warning', message: `The bounce pipeline met an error and goes on: ${error}` });
  };
  const store = openStore(databasePath, (message) => {
    log({ event: 'warning', message });
    dependencies.onDamage?.(message);
  });
  const transfers = createTransferStore({ table: store.transfers, readProject, log });
  const hasher = createHasher(disk);
  const settler = createSettler(settings, createWriterCheck(), disk, onError);
  const flow = createTransferFlow({
    transfers,
    settler,
    disk,
    uploadQueue: () => uploadQueue,
    isFolderMissing: ({ bindingId }) => bindingId !== null && bindings.watchOf(bindingId)?.missing === true,
    isNetwork: ({ bindingId, path }) =>
      bindingId === null ? isNetworkVolume(dirname(path)) : bindings.watchOf(bindingId)?.network === true,
    onDiscarded: (row) => remember(row, 'ignored', null),
    reroute,
    onError,
  });
  const isBound = (bindingId: string) => bindings.find(bindingId) !== undefined;
  const intake = createIntake({ store, transfers, flow, disk, isBound, onError });
  const bindings = createBindings({ store, transfers, flow, intake, disk, settings, log, onError });
  const uploadQueue: UploadQueue = createUploadQueue({
    transfers,
    client,
    connectivity,
    hash: async ({ path, identity }, signal) =>
      identity ? hasher.hash(path, identity, signal) : { kind: 'changed' },
    send: async ({ path, identity }, options) =>
      identity
        ? sendBytes({ ...options, disk, path, identity, headers: client.authenticationHeaders })
        : { kind: 'changed' },
    concurrentTransfers: settings.concurrentTransfers,
    mayTransfer: flow.mayTransfer,
    isSettled: flow.isSettled,
    isUnchanged: flow.isUnchanged,
    isKnown: (row) => row.sha256 !== null && knownAt(row)?.sha256 === row.sha256,
    onKnown(row) {
      const known = knownAt(row);
      remember(row, known?.decision ?? 'uploaded', known?.cutId ?? null);
      flow.drop(row.id);
    },
    onUnreadable: flow.couldNotRead,
    settleAgain: flow.follow,
    retarget,
    onDone: finish,
    explainUnkept: (error) =>
      error instanceof SqliteError
        ? 'What is known of this file can’t be written. Make room on the disk.'
        : null,
    log,
  });

  const knownAt = (row: TransferRow) =>
    row.bindingId === null ? undefined : store.knownFiles.find(row.bindingId, row.path);

  function remember(row: TransferRow, decision: KnownDecision, cutId: string | null): void {
    const { bindingId, path, identity, sha256 } = row;
    if (bindingId === null || identity === null || !bindings.find(bindingId)) return;
    store.knownFiles.put({ bindingId, path, ...identity, sha256, cutId, decision });
  }

  function finish(row: TransferRow, { file, added }: CommitAnswer): void {
    store.together(() => {
      remember(row, 'uploaded', isItsCut(row, file) ? file.cutId : null);
      transfers.change(row.id, {
        committing: false,
        sent: row.size,
        state: {
          kind: 'done',
          outcome: added ? (row.target.kind === 'cut' ? 'new-version' : 'new-cut') : 'duplicate',
          cutId: file.cutId,
          fileId: file.id,
          at: Date.now(),
        },
      });
    });
    const binding = row.bindingId === null ? undefined : bindings.find(row.bindingId);
    // What was written over it meanwhile is the next version.
    if (binding && !binding.paused) intake.takePath(binding, row.path);
  }

  /**
   * Whether later exports of this file are versions of the cut that now holds its bytes. If the band had them already,
   * it is so where the names agree: the same folder on another machine, or before this one was set up anew. A copy
   * here, under another name or in another sub-folder, begins a cut of its own.
   */
  function isItsCut(row: TransferRow, file: File): boolean {
    if (file.cutId === row.cutId) return true;
    const elsewhere = ({ cutId, path }: KnownFile) => cutId === file.cutId && path !== row.path;
    return file.name === row.name && !store.knownFiles.findByHash(file.sha256).some(elsewhere);
  }

  /** A bound file's cut was deleted by the band: the new export makes a cut again. */
  function retarget(row: TransferRow): boolean {
    const binding = row.bindingId === null ? undefined : bindings.find(row.bindingId);
    if (!binding || row.target.kind !== 'cut') return false;
    const cutId = newId();
    transfers.change(row.id, {
      cutId,
      target: routeBounce(binding, row.path, cutId),
      uploadKey: newId(),
      uploadId: null,
      committing: false,
      sent: 0,
      state: { kind: 'seen' },
    });
    return true;
  }

  /** Its vibe was deleted: where does the folder send its bounces now? */
  function reroute(row: TransferRow): void {
    const binding = row.bindingId === null ? undefined : bindings.find(row.bindingId);
    if (!binding || row.target.kind === 'cut') return;
    const target = routeBounce(binding, row.path, row.cutId);
    transfers.change(row.id, { target, uploadKey: newId(), uploadId: null, sent: 0 });
  }

  /** What a crash or the end of the last run left: decided commits go on at once, the rest settles again. */
  function recover(): void {
    for (const row of [...transfers.rows()]) {
      const { kind } = row.state;
      if (kind === 'done' || kind === 'failed' || kind === 'paused') continue;
      if (row.committing && row.uploadId !== null) {
        transfers.change(row.id, { state: { kind: 'committing' } });
        uploadQueue.begin(row.id);
      } else {
        transfers.change(row.id, { state: { kind: 'seen' } });
        flow.follow(row.id);
      }
    }
  }

  return {
    async start() {
      store.together(recover);
      // Not waited for: the first look at a large folder, or one on a slow share, must not keep the app closed.
      bindings.start().catch(onError);
    },
    async stop() {
      const patience = createPatience(stopMilliseconds);
      await patience.with(bindings.stop());
      await patience.with(uploadQueue.stop());
      await patience.with(intake.idle());
      flow.stop();
      await patience.with(hasher.stop());
      if (patience.isOver())
        log({ event: 'warning', message: 'Stopped without waiting for a volume that does not answer' });
      isOver = true;
      transfers.close();
      store.close();
    },
    listBindings: bindings.list,
    createBinding: bindings.create,
    updateBinding: bindings.update,
    removeBinding: bindings.remove,
    listOlder: bindings.listOlder,
    decideOlder: async (id, upload) => bindings.decideOlder(id, upload),
    listTransfers: transfers.list,
    drop: (request) => dropFiles(request, { transfers, flow, store, disk }),
    pause: flow.pause,
    resume: flow.resume,
    retry: flow.retry,
    takeAsIs: flow.takeAsIs,
    discard(id) {
      if (transfers.get(id)?.state.kind !== 'done') return flow.discard(id);
      transfers.remove(id);
      return { ok: true, data: null };
    },
    clearDone() {
      store.together(() => {
        for (const row of [...transfers.rows()]) if (row.state.kind === 'done') transfers.remove(row.id);
      });
    },
    findCopies(sha256) {
      const moving = [...transfers.rows()]
        .reverse()
        .flatMap(({ path, identity, ...row }) =>
          identity && row.sha256 === sha256 ? [{ path, identity }] : [],
        );
      const known = store.knownFiles.findByHash(sha256).map(({ path, device, inode, size, modified }) => ({
        path,
        identity: { device, inode, size, modified },
      }));
      return [...moving, ...known];
    },
    setProjects: bindings.setProjects,
    rescan: bindings.rescan,
    onBindings: bindings.onChange,
    onTransfers: transfers.onChange,
  };
}

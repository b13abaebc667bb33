import type { Log } from '../../../client/common/log.ts';
import type { Connectivity } from '../../../client/realtime/connectivity.ts';
import type { ServerClient } from '../../../client/session/server-client.ts';
import { doneChange } from '../../../client/uploads/done-state.ts';
import { dropDestination, explainRefusal, isSupported } from '../../../client/uploads/drop-rules.ts';
import { failedState } from '../../../client/uploads/failure-meaning.ts';
import { lastPartOf } from '../../../client/uploads/file-name.ts';
import { newUpload } from '../../../client/uploads/new-upload.ts';
import { songOfPlace } from '../../../client/uploads/song-of-place.ts';
import type { HashResult, SendOptions, SendResult } from '../../../client/uploads/transfer-results.ts';
import { createTransferStore, type TransferStore } from '../../../client/uploads/transfer-store.ts';
import { type LateNote, writeNote } from '../../../client/uploads/upload-notes.ts';
import { createUploadQueue, type UploadQueue } from '../../../client/uploads/upload-queue.ts';
import type { UploadRow } from '../../../client/uploads/upload-row.ts';
import { withOpenTransfer } from '../../../client/uploads/with-open-transfer.ts';
import type { Environment } from '../../../common/environment.ts';
import type { SongName } from '../../../common/song-names/read-song-name.ts';
import type { Answer } from '../../../protocol/ipc/bridge.ts';
import type { ChannelResult, DropTarget } from '../../../protocol/ipc/channels.ts';
import type { Push } from '../../../protocol/ipc/pushes.ts';
import type { Transfer } from '../../../protocol/ipc/transfer.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { CommitAnswer } from '../../../protocol/wire/upload.ts';
import { browserText } from '../../text/browser.ts';
import { type DroppedFiles, foldersOf } from './dropped-files.ts';
import { type Dropped, readDroppedStems } from './dropped-stems.ts';

/** Hashes and sends the bytes of a file; a page does it with a worker and XMLHttpRequest. */
export type FileIo = {
  hash(file: File, signal: AbortSignal): Promise<HashResult>;
  send(file: File, options: SendOptions & { headers(): Record<string, string> }): Promise<SendResult>;
};

export type BrowserUploadsDependencies = {
  client: ServerClient;
  connectivity: Connectivity;
  readProject(projectId: string): ProjectSnapshot | undefined;
  /** Sends the note of a version that was announced already. */
  sendLateNote(late: LateNote): Promise<Answer<null>>;
  droppedFiles: DroppedFiles;
  files: FileIo;
  log: Log;
  environment: Environment;
};

/**
 * Uploads files that were dropped on the page, in the same steps as the app, but in memory. A browser hands over a file
 * as it is at that moment, so nothing has to settle; if it changes on disk, the browser refuses to read it, and the
 * person drops it again.
 */
export type BrowserUploads = {
  list(): Transfer[];
  drop(request: { paths: string[]; target: DropTarget }): Promise<ChannelResult<'transfers.drop'>>;
  pause(id: string): Answer<null>;
  resume(id: string): Answer<null>;
  retry(id: string): Answer<null>;
  discard(id: string): Answer<null>;
  clearDone(): void;
  note(request: { id: string; note: string | null }): Promise<Answer<null>>;
  /** Whether closing the page would lose an upload. */
  isUnderWay(): boolean;
  onChange(listener: (change: Push<'transfers.changed'>) => void): () => void;
  stop(): Promise<void>;
};

const concurrentTransfers = 2;
const ok = { ok: true, data: null } as const;
const noFile = { kind: 'failed', code: 'GONE' } as const;

type Parts = {
  uploadQueue: UploadQueue;
  transfers: TransferStore;
  /** The files of open transfers, by the transfer's id. */
  openFiles: Map<string, File>;
};

export function createBrowserUploads(dependencies: BrowserUploadsDependencies): BrowserUploads {
  const { droppedFiles, readProject, environment } = dependencies;
  const parts = createParts(dependencies);
  const { uploadQueue, transfers, openFiles } = parts;

  function add(file: File, target: DropTarget, stem: SongName | null): UploadRow {
    const cutId = target.kind === 'cut' ? target.cutId : environment.newId();
    const row = newUpload(
      file.name,
      {
        bindingId: null,
        projectId: target.projectId,
        path: file.name,
        size: file.size,
        onlyIfNew: target.kind !== 'cut',
        ...dropDestination(target, file.name, cutId, stem),
        cutId,
      },
      environment,
    );
    openFiles.set(row.id, file);
    transfers.add(row);
    uploadQueue.begin(row.id);
    return row;
  }

  return {
    ...createTransferActions(parts),
    list: transfers.list,
    note: (request) => writeNote(transfers, request, dependencies.sendLateNote),
    async drop({ paths, target }) {
      const refused: { path: string; message: string }[] = [];
      const usable: Dropped[] = [];
      for (const path of paths) {
        const file = droppedFiles.take(path);
        const message = file ? await explainUnusable(file, target) : browserText.fileGone;
        if (file && message === null) usable.push({ file, folders: foldersOf(path) });
        else refused.push({ path, message: message ?? '' });
      }
      const stems = await readDroppedStems(usable, songOfPlace(target, readProject(target.projectId)));
      const rows = usable.map(({ file }, index) => add(file, target, stems[index] ?? null));
      return { taken: rows.map(transfers.toTransfer), refused };
    },
    isUnderWay: () =>
      [...transfers.rows()].some(({ state }) => state.kind !== 'done' && state.kind !== 'failed'),
    onChange: transfers.onChange,
    async stop() {
      await uploadQueue.stop();
      transfers.close();
    },
  };
}

function createParts(dependencies: BrowserUploadsDependencies): Parts {
  const { client, connectivity, readProject, files, log, environment } = dependencies;
  const openFiles = new Map<string, File>();
  const transfers = createTransferStore<UploadRow>({
    table: { load: () => [], put: () => {}, remove: () => {} },
    readProject,
    clock: environment.clock,
    log: (event) => log.debug(event),
  });
  const uploadQueue = createUploadQueue<UploadRow>({
    ...{ transfers, client, connectivity, concurrentTransfers, environment },
    hash: async ({ id }, signal) => {
      const file = openFiles.get(id);
      return file ? files.hash(file, signal) : noFile;
    },
    send: async ({ id }, options) => {
      const file = openFiles.get(id);
      return file
        ? files.send(file, { ...options, headers: client.authenticationHeaders })
        : { kind: 'unreadable', code: noFile.code };
    },
    mayTransfer: (id) => openFiles.has(id) && transfers.get(id)?.state.kind !== 'paused',
    isSettled: () => true,
    isUnchanged: async () => true,
    isKnown: () => false,
    retarget: () => false,
    explainStoreFailure: () => null,
    log: (event) => log.debug(event),
  });
  uploadQueue.onEvent((event) => {
    if (event.kind === 'settle-again') uploadQueue.begin(event.id);
    else if (event.kind === 'late-note') void dependencies.sendLateNote(event.late);
    else if (event.kind === 'unreadable') {
      transfers.change(event.id, { state: event.code === 'WORKER' ? notLoaded : unreadable });
    } else if (event.kind === 'done') finish(event.row, event.answer);
  });

  function finish(row: UploadRow, answer: CommitAnswer): void {
    openFiles.delete(row.id);
    transfers.change(row.id, doneChange(row, answer, environment.clock.now()));
  }

  return { uploadQueue, transfers, openFiles };
}

function createTransferActions({
  uploadQueue,
  transfers,
  openFiles,
}: Parts): Pick<BrowserUploads, 'pause' | 'resume' | 'retry' | 'discard' | 'clearDone'> {
  function restart({ id }: UploadRow): void {
    uploadQueue.halt(id);
    transfers.change(id, { state: { kind: 'seen' }, startedOver: 0 });
    uploadQueue.begin(id);
  }

  function remove(id: string): void {
    uploadQueue.halt(id);
    openFiles.delete(id);
    transfers.remove(id);
  }

  return {
    pause: (id) =>
      withOpenTransfer(transfers, id, () => {
        uploadQueue.halt(id);
        transfers.change(id, { state: { kind: 'paused' } });
      }),
    resume: (id) => withOpenTransfer(transfers, id, (row) => row.state.kind === 'paused' && restart(row)),
    retry: (id) =>
      withOpenTransfer(transfers, id, (row) => {
        if (row.state.kind === 'waiting') uploadQueue.beginNow(id);
        else if (row.state.kind === 'failed') restart(row);
      }),
    discard(id) {
      if (transfers.get(id)?.state.kind !== 'done') return withOpenTransfer(transfers, id, () => remove(id));
      remove(id);
      return ok;
    },
    clearDone() {
      for (const row of [...transfers.rows()]) if (row.state.kind === 'done') remove(row.id);
    },
  };
}

const unreadable = failedState('unreadable', browserText.unreadable, browserText.dropAgain, false);

const notLoaded = failedState('unreadable', browserText.readerNotLoaded, browserText.retryWhenOnline, true);

/** Why a file can't be uploaded, or null. A folder looks like a file until it is read. */
async function explainUnusable(file: File, target: DropTarget): Promise<string | null> {
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch {
    return browserText.folder;
  }
  if (!isSupported(file.name, target)) return explainRefusal(lastPartOf(file.name));
  return file.size === 0 ? browserText.emptyFile : null;
}

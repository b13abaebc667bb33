import type { Log } from '../../../client/common/log.ts';
import type { Connectivity } from '../../../client/realtime/connectivity.ts';
import type { ServerClient } from '../../../client/session/server-client.ts';
import { explainRefusal, isSupported, uploadTargetFor } from '../../../client/uploads/drop-rules.ts';
import { failedState } from '../../../client/uploads/failure-meaning.ts';
import { lastPartOf } from '../../../client/uploads/file-name.ts';
import { newUpload } from '../../../client/uploads/new-upload.ts';
import type { HashResult, SendOptions, SendResult } from '../../../client/uploads/transfer-results.ts';
import { createTransferStore } from '../../../client/uploads/transfer-store.ts';
import { createUploadQueue } from '../../../client/uploads/upload-queue.ts';
import type { UploadRow } from '../../../client/uploads/upload-row.ts';
import { withOpenTransfer } from '../../../client/uploads/with-open-transfer.ts';
import { newId } from '../../../common/new-id.ts';
import type { Answer } from '../../../protocol/ipc/bridge.ts';
import type { ChannelResult, DropTarget } from '../../../protocol/ipc/channels.ts';
import type { Push } from '../../../protocol/ipc/pushes.ts';
import type { Transfer } from '../../../protocol/ipc/transfer.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { FileShelf } from './file-shelf.ts';

/** How the bytes of a file are read and sent; a page does it with a worker and XMLHttpRequest. */
export type FileCarrier = {
  hash(file: File, signal: AbortSignal): Promise<HashResult>;
  send(file: File, options: SendOptions & { headers(): Record<string, string> }): Promise<SendResult>;
};

export type BrowserUploadsDependencies = {
  client: ServerClient;
  connectivity: Connectivity;
  readProject(projectId: string): ProjectSnapshot | undefined;
  shelf: FileShelf;
  carrier: FileCarrier;
  log: Log;
};

/**
 * Files dropped on the page, from the drop to a cut before the band: by the same steps as the app's, but in memory. A
 * browser hands over a file as it is at that moment, so nothing has to settle; where it changes on disk meanwhile the
 * browser refuses to read on, and the person drops it again.
 */
export type BrowserUploads = {
  list(): Transfer[];
  drop(request: { paths: string[]; target: DropTarget }): Promise<ChannelResult<'transfers.drop'>>;
  pause(id: string): Answer<null>;
  resume(id: string): Answer<null>;
  retry(id: string): Answer<null>;
  discard(id: string): Answer<null>;
  clearDone(): void;
  /** Whether closing the page would lose anything. */
  isUnderWay(): boolean;
  onChange(listener: (change: Push<'transfers.changed'>) => void): () => void;
  stop(): Promise<void>;
};

const concurrentTransfers = 2;
const ok = { ok: true, data: null } as const;
const noFile = { kind: 'failed', code: 'GONE' } as const;

export function createBrowserUploads(dependencies: BrowserUploadsDependencies): BrowserUploads {
  const { client, connectivity, readProject, shelf, carrier, log } = dependencies;
  const files = new Map<string, File>();
  const transfers = createTransferStore<UploadRow>({
    table: { load: () => [], put: () => {}, remove: () => {} },
    readProject,
    log: (event) => log.debug(event),
  });
  const uploadQueue = createUploadQueue<UploadRow>({
    ...{ transfers, client, connectivity, concurrentTransfers },
    hash: async ({ id }, signal) => {
      const file = files.get(id);
      return file ? carrier.hash(file, signal) : noFile;
    },
    send: async ({ id }, options) => {
      const file = files.get(id);
      return file
        ? carrier.send(file, { ...options, headers: client.authenticationHeaders })
        : { kind: 'unreadable', code: noFile.code };
    },
    mayTransfer: (id) => files.has(id) && transfers.get(id)?.state.kind !== 'paused',
    isSettled: () => true,
    isUnchanged: async () => true,
    isKnown: () => false,
    onKnown: () => {},
    onUnreadable: (id, code) => transfers.change(id, { state: code === 'WORKER' ? notLoaded : unreadable }),
    settleAgain: (id) => uploadQueue.begin(id),
    retarget: () => false,
    onDone(row, { file, added }) {
      files.delete(row.id);
      const outcome = added ? (row.target.kind === 'cut' ? 'new-version' : 'new-cut') : 'duplicate';
      const { cutId, id: fileId } = file;
      const state = { kind: 'done', outcome, cutId, fileId, at: Date.now() } as const;
      transfers.change(row.id, { committing: false, sent: row.size, state });
    },
    explainUnkept: () => null,
    log: (event) => log.debug(event),
  });

  function remove(id: string): void {
    uploadQueue.halt(id);
    files.delete(id);
    transfers.remove(id);
  }

  function take(file: File, target: DropTarget): UploadRow {
    const cutId = target.kind === 'cut' ? target.cutId : newId();
    const row = newUpload(file.name, {
      bindingId: null,
      projectId: target.projectId,
      path: file.name,
      size: file.size,
      onlyIfNew: target.kind !== 'cut',
      target: uploadTargetFor(target, file.name, cutId),
      cutId,
    });
    files.set(row.id, file);
    transfers.add(row);
    uploadQueue.begin(row.id);
    return row;
  }

  function restart({ id }: UploadRow): void {
    uploadQueue.halt(id);
    transfers.change(id, { state: { kind: 'seen' }, startedOver: 0 });
    uploadQueue.begin(id);
  }

  return {
    list: transfers.list,
    async drop({ paths, target }) {
      const refused: { path: string; message: string }[] = [];
      const taken: Transfer[] = [];
      for (const path of paths) {
        const file = shelf.take(path);
        const message = file ? await judge(file, target) : 'This file is gone. Drop it again.';
        if (file && message === null) taken.push(transfers.toTransfer(take(file, target)));
        else refused.push({ path, message: message ?? '' });
      }
      return { taken, refused };
    },
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
    isUnderWay: () =>
      [...transfers.rows()].some(({ state }) => state.kind !== 'done' && state.kind !== 'failed'),
    onChange: transfers.onChange,
    async stop() {
      await uploadQueue.stop();
      transfers.close();
    },
  };
}

const unreadable = failedState(
  'unreadable',
  'The browser can’t read this file any more: it has changed, or is gone.',
  'Drop it again.',
  false,
);

const notLoaded = failedState(
  'unreadable',
  'The page could not load the part of it that reads files.',
  'Retry when the server can be reached.',
  true,
);

/** Why it is not taken, or null. A folder looks like a file until one reads it. */
async function judge(file: File, target: DropTarget): Promise<string | null> {
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch {
    return 'This can’t be read. A browser takes no folders: drop the files in it.';
  }
  if (!isSupported(file.name, target)) return explainRefusal(lastPartOf(file.name));
  return file.size === 0 ? 'This file is empty.' : null;
}

import type { Environment } from '../../common/environment.ts';
import type { CommitAnswer } from '../../protocol/wire/upload.ts';
import type { Connectivity } from '../realtime/connectivity.ts';
import type { ServerClient } from '../session/server-client.ts';
import { meaningOf } from './failure-meaning.ts';
import { resumingSend } from './resuming-send.ts';
import { createRetries } from './retries.ts';
import { createSpeedEstimate } from './speed.ts';
import type { HashResult, SendOptions, SendResult, TransferFailureKind } from './transfer-results.ts';
import type { TransferStore } from './transfer-store.ts';
import { commitUpload, reserveUpload } from './upload-requests.ts';
import type { UploadLogEvent, UploadRow } from './upload-row.ts';

export type UploadQueueDependencies<Row extends UploadRow> = {
  transfers: TransferStore<Row>;
  client: ServerClient;
  connectivity: Connectivity;
  hash(row: Row, signal: AbortSignal): Promise<HashResult>;
  /** Sends what the server does not have yet, once: trying again is the queue's. */
  send(row: Row, options: SendOptions): Promise<SendResult>;
  concurrentTransfers: number;
  /** Whether bytes may travel: no for a file that some program still writes. */
  mayTransfer(id: string): boolean;
  /** Whether the settle rule holds for the file in the state that the row is of. */
  isSettled(id: string): boolean;
  /** The file is in the row's state right now. */
  isUnchanged(row: Row): Promise<boolean>;
  /** These very bytes went up from this very path before: nothing to do. */
  isKnown(row: Row): boolean;
  onKnown(row: Row): void;
  onUnreadable(id: string, code: string): void;
  /** The file is not what it was, or can't be found, or must be sent anew: settle it again. */
  settleAgain(id: string): void;
  /** The cut it was a version of is gone. True if another place was found and it should begin anew. */
  retarget(row: Row): boolean;
  onDone(row: Row, answer: CommitAnswer): void;
  /** What to tell where this error means that a row can't be kept; null for every other. */
  explainUnkept(error: unknown): string | null;
  environment: Environment;
  log(event: UploadLogEvent): void;
};

/** Carries files that may travel from hash to commit, some at a time, the newest bounce first. */
export type UploadQueue = {
  /** May be called at any time; does nothing for what is under way or waits for its time. */
  begin(id: string): void;
  /** The same, without waiting out a backoff. */
  beginNow(id: string): void;
  isCarrying(id: string): boolean;
  /** Stops and forgets it; what the server has stays there. */
  halt(id: string): void;
  stop(): Promise<void>;
};

/** States that only a person, a timer or the network ends. */
const resting: ReadonlySet<UploadRow['state']['kind']> = new Set([
  'asking',
  'done',
  'waiting',
  'paused',
  'failed',
]);

export function createUploadQueue<Row extends UploadRow>(
  dependencies: UploadQueueDependencies<Row>,
): UploadQueue {
  const { transfers, client, connectivity, concurrentTransfers, isSettled, log, environment } = dependencies;
  const { clock, newId } = environment;
  const runs = new Map<string, AbortController>();
  const ending = new Set<Promise<void>>();
  const queue = new Set<string>();
  const retries = createRetries(tryAgain, environment);
  const send = resumingSend(dependencies.send, connectivity, clock);
  let busy = 0;
  let stopped = false;

  const unsubscribe = connectivity.subscribe((state) => {
    if (state.kind !== 'online') return;
    for (const id of [...retries.waiting(), ...waitingIds()]) tryAgain(id);
  });

  /** A row that waits without a timer: for a sign-in. */
  function* waitingIds(): Iterable<string> {
    for (const row of transfers.rows())
      if (row.state.kind === 'waiting' && !retries.isWaiting(row.id)) yield row.id;
  }

  function launch(id: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const controller = new AbortController();
    runs.set(id, controller);
    const finished = work(controller.signal)
      .catch((error) => brokeOff(id, error))
      .finally(() => {
        if (runs.get(id) === controller) runs.delete(id);
        ending.delete(finished);
      });
    ending.add(finished);
    return finished;
  }

  function pump(): void {
    while (busy < concurrentTransfers && queue.size > 0 && !stopped) {
      const newest = [...queue].reduce((best, id) => (seenAt(id) > seenAt(best) ? id : best));
      queue.delete(newest);
      // Some program has opened it again while it stood in line: its looks bring it back.
      if (!dependencies.mayTransfer(newest)) continue;
      busy++;
      void launch(newest, (signal) => carry(newest, signal)).finally(() => {
        busy--;
        // It may have settled in the very moment in which its bytes arrived.
        uploadQueue.begin(newest);
        pump();
      });
    }
  }

  const seenAt = (id: string) => transfers.get(id)?.seenAt ?? 0;

  /** Hash, reserve, transfer. */
  async function carry(id: string, signal: AbortSignal): Promise<void> {
    const row = await ensureHash(id, signal);
    if (!row) return;
    if (dependencies.isKnown(row)) return dependencies.onKnown(row);

    const { uploadKey, name, size, sha256, target, onlyIfNew } = row;
    const wish = { uploadKey, name, size, sha256, target, onlyIfNew };
    const reserved = await reserveUpload(client, wish, signal);
    if (signal.aborted) return;
    if (!reserved.ok) return failed(row, reserved.kind, reserved.message);
    const upload = reserved.data;
    // Either we had committed and never heard the answer, or the project holds these bytes.
    if (upload.state === 'committed') return done(row, upload);
    if (upload.state === 'reserved') {
      transfers.change(id, { uploadId: upload.id, sent: upload.offset, state: { kind: 'reserved' } });
      if (!(await transfer(row, upload.tusUrl, signal))) return;
    }
    retries.forget(id);
    const settled = isSettled(id);
    transfers.change(id, { uploadId: upload.id, sent: size, state: { kind: 'transferred', settled } });
  }

  async function ensureHash(
    id: string,
    signal: AbortSignal,
  ): Promise<(Row & { sha256: string }) | undefined> {
    const row = transfers.get(id);
    if (!row) return undefined;
    if (row.sha256 !== null) return { ...row, sha256: row.sha256 };
    transfers.change(id, { state: { kind: 'hashing' } });
    const result = await dependencies.hash(row, signal);
    if (signal.aborted) return undefined;
    if (result.kind === 'changed') {
      dependencies.settleAgain(id);
      return undefined;
    }
    if (result.kind === 'failed') {
      dependencies.onUnreadable(id, result.code);
      return undefined;
    }
    const { sha256 } = result;
    const changed = transfers.change(id, { sha256, state: { kind: 'hashed' } });
    return changed && { ...changed, sha256 };
  }

  async function transfer(row: Row, tusUrl: string, signal: AbortSignal): Promise<boolean> {
    const { id } = row;
    const speed = createSpeedEstimate();
    const result = await send(row, {
      url: new URL(tusUrl, client.serverUrl).href,
      signal,
      onProgress: (sent) => {
        if (!signal.aborted) transfers.progress(id, sent, speed.add(sent, clock.monotonic()), isSettled(id));
      },
    });
    if (signal.aborted || result.kind === 'aborted') return false;
    if (result.kind === 'sent') return true;
    if (result.kind === 'failed') failed(row, result.failure, result.message);
    else if (result.kind === 'changed') dependencies.settleAgain(id);
    else dependencies.onUnreadable(id, result.code);
    return false;
  }

  async function commit(id: string, uploadId: string, signal: AbortSignal): Promise<void> {
    const row = transfers.get(id);
    if (!row) return;
    if (!row.committing) {
      const unchanged = await dependencies.isUnchanged(row);
      if (signal.aborted) return;
      if (!unchanged || !isSettled(id)) return dependencies.settleAgain(id);
    }
    transfers.change(id, { committing: true, state: { kind: 'committing' } });
    const answer = await commitUpload(client, uploadId, signal);
    if (signal.aborted) return;
    if (answer.ok) return done(row, answer.data);
    if (answer.kind === 'incomplete') {
      // The server has lost what it had not yet secured: HEAD tells from where to go on.
      transfers.change(id, { committing: false, uploadId: null });
      wait(id, 'server', answer.message);
      return dependencies.settleAgain(id);
    }
    // The target is gone, or the server has forgotten the upload (a restored backup): a new reservation tells which.
    const kind = answer.kind === 'not-found' && row.startedOver === 0 ? 'resource-gone' : answer.kind;
    failed(row, kind, answer.message);
  }

  function done(row: Row, answer: CommitAnswer): void {
    retries.forget(row.id);
    dependencies.onDone(row, answer);
  }

  function failed(row: Row, kind: TransferFailureKind, message: string): void {
    const { id } = row;
    const meaning = meaningOf(kind, message);
    if (meaning.kind === 'wait') wait(id, meaning.for, meaning.message);
    else if (startsOver(row, kind) || (kind === 'not-found' && dependencies.retarget(row)))
      dependencies.settleAgain(id);
    else transfers.change(id, { committing: false, state: meaning.state });
  }

  /** Once, with a new key, where the server's copy is damaged or lost; bytes that differ are hashed again too. */
  function startsOver(row: Row, kind: TransferFailureKind): boolean {
    const otherBytes = kind === 'hash-mismatch' || kind === 'size-mismatch';
    if (!otherBytes && kind !== 'resource-gone' && kind !== 'conflict') return false;
    if (row.startedOver > 0) return false;
    transfers.change(row.id, {
      uploadKey: newId(),
      uploadId: null,
      sha256: otherBytes ? null : row.sha256,
      sent: 0,
      startedOver: 1,
      committing: false,
      state: { kind: 'seen' },
    });
    return true;
  }

  function wait(id: string, reason: 'network' | 'sign-in' | 'server', message: string): void {
    const retryAt = reason === 'sign-in' ? null : clock.now() + retries.later(id);
    transfers.change(id, { state: { kind: 'waiting', for: reason, message, retryAt } });
  }

  /** Nobody waits for this one, so it must not throw where its state can't be written, as when the disk is full. */
  function tryAgain(id: string): void {
    try {
      uploadQueue.beginNow(id);
    } catch (error) {
      brokeOff(id, error);
    }
  }

  /** Whatever it was, it is tried again. What can't be written down is at least shown. */
  function brokeOff(id: string, error: unknown): void {
    log({ event: 'warning', message: `A transfer broke off: ${error}`, transferId: id });
    const retryAt = clock.now() + retries.later(id);
    const message = dependencies.explainUnkept(error);
    if (message !== null)
      transfers.glimpse(id, { state: { kind: 'waiting', for: 'disk', message, retryAt } });
  }

  const uploadQueue: UploadQueue = {
    begin(id) {
      const row = transfers.get(id);
      if (!row || stopped || runs.has(id) || retries.isWaiting(id) || resting.has(row.state.kind)) return;
      if (row.uploadId !== null && (row.committing || row.state.kind === 'transferred')) {
        // A commit takes no place: a small bounce that is all there must not wait behind large ones.
        if (row.committing || isSettled(id)) {
          const { uploadId } = row;
          void launch(id, (signal) => commit(id, uploadId, signal)).finally(() => uploadQueue.begin(id));
        }
        return;
      }
      if (!dependencies.mayTransfer(id)) return;
      queue.add(id);
      pump();
    },
    beginNow(id) {
      retries.cancel(id);
      const row = transfers.get(id);
      if (row?.state.kind === 'waiting') {
        transfers.change(id, { state: row.committing ? { kind: 'committing' } : { kind: 'seen' } });
      }
      this.begin(id);
    },
    isCarrying: (id) => runs.has(id) || queue.has(id),
    halt(id) {
      runs.get(id)?.abort();
      runs.delete(id);
      queue.delete(id);
      retries.forget(id);
    },
    async stop() {
      stopped = true;
      unsubscribe();
      retries.stop();
      for (const id of [...runs.keys(), ...queue]) this.halt(id);
      await Promise.all(ending);
    },
  };
  return uploadQueue;
}

import type { Environment } from '../../common/environment.ts';
import { type Hold, neverHeld } from '../common/hold.ts';
import { createListeners } from '../common/listeners.ts';
import type { Connectivity } from '../realtime/connectivity.ts';
import type { ServerClient } from '../session/server-client.ts';
import { resumingSend } from './resuming-send.ts';
import { createRetries } from './retries.ts';
import type { TransferStore } from './transfer-store.ts';
import type { UploadEvent } from './upload-event.ts';
import { createUploadOutcomes } from './upload-outcomes.ts';
import type { UploadLogEvent, UploadRow } from './upload-row.ts';
import { createUploadSteps, type UploadFiles } from './upload-steps.ts';

export type UploadQueueDependencies<Row extends UploadRow> = UploadFiles<Row> & {
  transfers: TransferStore<Row>;
  client: ServerClient;
  connectivity: Connectivity;
  concurrentTransfers: number;
  /** The cut that the file was a version of is gone. Returns whether another target was found. */
  retarget(row: Row): boolean;
  /** Explains an error to the person if it means that a row can't be stored; null for every other error. */
  explainStoreFailure(error: unknown): string | null;
  /** While it holds, nothing is hashed, sent or committed; what had begun continues afterwards. */
  hold?: Hold;
  environment: Environment;
  log(event: UploadLogEvent): void;
};

/** Takes files from hash to commit, some at a time, the newest bounce first. */
export type UploadQueue<Row extends UploadRow = UploadRow> = {
  /** May be called at any time; does nothing for a transfer that is under way or waits for a retry. */
  begin(id: string): void;
  /** The same, without waiting for a scheduled retry. */
  beginNow(id: string): void;
  isCarrying(id: string): boolean;
  /** Stops and forgets it; what the server has stays there. */
  halt(id: string): void;
  onEvent(listener: (event: UploadEvent<Row>) => void): () => void;
  stop(): Promise<void>;
};

/** States that only a person, a timer or the network ends. */
const restingStates: ReadonlySet<UploadRow['state']['kind']> = new Set([
  'asking',
  'done',
  'waiting',
  'paused',
  'failed',
]);

export function createUploadQueue<Row extends UploadRow>(
  dependencies: UploadQueueDependencies<Row>,
): UploadQueue<Row> {
  const { transfers, client, connectivity, concurrentTransfers, environment } = dependencies;
  const { isSettled, mayTransfer, retarget, explainStoreFailure, hold = neverHeld, log } = dependencies;
  const { clock } = environment;
  const { notify, add: onEvent } = createListeners<UploadEvent<Row>>();
  const retries = createRetries(environment);
  const outcomes = createUploadOutcomes({ transfers, retries, retarget, notify, environment });
  const files = { ...dependencies, send: resumingSend(dependencies.send, connectivity, clock) };
  const steps = createUploadSteps({ transfers, client, files, outcomes, retries, notify, clock });
  const runs = new Map<string, AbortController>();
  /** Those that hash or send. A commit is a moment, and its answer would be missed. */
  const carrying = new Set<AbortController>();
  const ending = new Set<Promise<void>>();
  const queue = new Set<string>();
  let busy = 0;
  let isStopped = false;

  function launch(
    id: string,
    work: (signal: AbortSignal) => Promise<void>,
    controller = new AbortController(),
  ): Promise<void> {
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

  const seenAt = (id: string) => transfers.get(id)?.seenAt ?? 0;

  function startNext(): void {
    while (busy < concurrentTransfers && queue.size > 0 && !isStopped && !hold.isHeld()) {
      const newest = [...queue].reduce((best, id) => (seenAt(id) > seenAt(best) ? id : best));
      queue.delete(newest);
      // A program has opened it again while it was queued; it returns once it has settled.
      if (!mayTransfer(newest)) continue;
      busy++;
      const controller = new AbortController();
      carrying.add(controller);
      void launch(newest, (signal) => steps.carry(newest, signal), controller).finally(() => {
        carrying.delete(controller);
        busy--;
        // It may have settled at the moment its last bytes arrived.
        begin(newest);
        startNext();
      });
    }
  }

  function begin(id: string): void {
    const row = transfers.get(id);
    if (!row || isStopped || hold.isHeld() || runs.has(id) || retries.isScheduled(id)) return;
    if (restingStates.has(row.state.kind)) return;
    const { uploadId } = row;
    if (uploadId !== null && (row.committing || row.state.kind === 'transferred')) {
      // A commit needs no free place: a small bounce whose bytes have arrived must not wait behind large ones.
      if (!row.committing && !isSettled(id)) return;
      void launch(id, (signal) => steps.commit(id, uploadId, signal)).finally(() => begin(id));
      return;
    }
    if (!mayTransfer(id)) return;
    queue.add(id);
    startNext();
  }

  function beginNow(id: string): void {
    retries.cancel(id);
    const row = transfers.get(id);
    if (row?.state.kind === 'waiting') {
      transfers.change(id, { state: row.committing ? { kind: 'committing' } : { kind: 'seen' } });
    }
    begin(id);
  }

  /** Nothing awaits this, so it must not throw if the row can't be stored, as when the disk is full. */
  function retry(id: string, how = beginNow): void {
    try {
      how(id);
    } catch (error) {
      brokeOff(id, error);
    }
  }

  /** Any error is retried. A state that can't be stored is at least shown. */
  function brokeOff(id: string, error: unknown): void {
    log({ event: 'warning', message: `A transfer broke off: ${error}`, transferId: id });
    const retryAt = clock.now() + retries.schedule(id);
    const message = explainStoreFailure(error);
    if (message !== null) transfers.show(id, { state: { kind: 'waiting', for: 'disk', message, retryAt } });
  }

  function halt(id: string): void {
    runs.get(id)?.abort();
    runs.delete(id);
    queue.delete(id);
    retries.forget(id);
  }

  /** Nothing awaits this either. */
  function followHold(): void {
    if (hold.isHeld()) for (const controller of [...carrying]) controller.abort();
    else for (const { id } of [...transfers.rows()]) retry(id, begin);
  }

  retries.onDue((id) => retry(id));
  const stopHolding = hold.onChange(followHold);
  const unsubscribe = connectivity.subscribe((state) => {
    if (state.kind !== 'online') return;
    // A transfer that waits without a retry waits for a sign-in.
    const waiting = [...transfers.rows()].filter((row) => row.state.kind === 'waiting').map(({ id }) => id);
    for (const id of new Set([...retries.scheduled(), ...waiting])) retry(id);
  });

  return {
    ...{ begin, beginNow, halt, onEvent },
    isCarrying: (id) => runs.has(id) || queue.has(id),
    async stop() {
      isStopped = true;
      unsubscribe();
      stopHolding();
      retries.stop();
      for (const id of [...runs.keys(), ...queue]) halt(id);
      await Promise.all(ending);
    },
  };
}

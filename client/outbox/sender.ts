import type { Environment } from '../../common/environment.ts';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import {
  type CommandAnswer,
  commandBatchAnswerSchema,
  readCommandAnswer,
} from '../../protocol/wire/command-batch.ts';
import { type ErrorKind, mayHaveApplied } from '../../protocol/wire/error.ts';
import type { BackoffBounds } from '../common/backoff.ts';
import type { Log } from '../common/log.ts';
import type { Connectivity } from '../realtime/connectivity.ts';
import type { RequestFailure, ServerClient } from '../session/server-client.ts';
import type { LogProgress } from './awaited-positions.ts';
import { isToSend, largestBatch, nextBatch, queuedAgain, settleBatch, withState } from './batch.ts';
import type { OperationList } from './operation-list.ts';
import { orderingKeyOf } from './ordering-key.ts';
import type { OutboxRow } from './outbox-store.ts';
import { createPause, type Pause } from './pause.ts';

export type SenderDependencies = Pick<Environment, 'clock' | 'random'> & {
  operations: OperationList;
  client: ServerClient;
  connectivity: Connectivity;
  progress: LogProgress;
  log: Log;
  backoff: BackoffBounds;
  /** A refusal of this operation goes to the caller who waits for it, or to nobody, and is not kept. */
  isRefusalDropped(operation: PendingOperation): boolean;
  /** The server has confirmed or refused the operation, and the list shows it. */
  settled(operation: PendingOperation, answer: CommandAnswer): void;
  changed(): void;
  /** The list could not be written. Sending continues later. */
  brokeOff(error: unknown): void;
};

/**
 * Sends what is in the list until the server has confirmed or refused it: the operations of one ordering key in their
 * order, one batch of a key at a time. A failure of the server to handle one key pauses that key; a server that can't be
 * reached pauses all of them.
 */
export type Sender = {
  start(): void;
  /** There is something new to send. */
  wake(): void;
  /** Waits until requests have been aborted. */
  stop(): Promise<void>;
};

/** `oneByOne`: how many operations of a refused batch are still to be sent alone, so that a bad one holds up no other. */
type Queue = { key: string; pause: Pause; isSending: boolean; oneByOne: number };

/** Failures of a whole request that are about its body. All others are about the way to the server. */
const aboutTheBody = new Set<string>(['invalid', 'too-large', 'unsupported-type']);
/** Batches under way at a time. More would only wait in the server. */
const concurrentBatches = 3;

export function createSender(dependencies: SenderDependencies): Sender {
  const { operations, client, connectivity, log, backoff, changed } = dependencies;
  const stopping = new AbortController();
  const queues = new Map<string, Queue>();
  const running = new Set<Promise<void>>();
  const newPause = () => createPause(dependencies, backoff, wake);
  const serverPause = newPause();
  let unsubscribe: (() => void) | undefined;

  const isSignedOut = () => ['unauthorised', 'revoked', 'signed-out'].includes(connectivity.current().kind);

  function queueOf(key: string): Queue {
    const known = queues.get(key);
    if (known) return known;
    const queue = { key, pause: newPause(), isSending: false, oneByOne: 0 };
    queues.set(key, queue);
    return queue;
  }

  function pauseFor(pause: Pause): void {
    if (!stopping.signal.aborted) pause.begin();
  }

  function wake(): void {
    if (!unsubscribe || stopping.signal.aborted || serverPause.isActive() || isSignedOut()) return;
    for (const { operation } of operations.rows()) {
      if (running.size >= concurrentBatches) return;
      if (!isToSend(operation)) continue;
      const queue = queueOf(orderingKeyOf(operation));
      if (!queue.isSending && !queue.pause.isActive()) begin(queue);
    }
  }

  function begin(queue: Queue): void {
    queue.isSending = true;
    const run = sendBatch(queue)
      .catch((error: unknown) => {
        // The list can't be written, as when the disk is full. What is in it is sent when it can be.
        log.error({ error: String(error) }, 'Sending broke off and will continue later');
        dependencies.brokeOff(error);
        pauseFor(queue.pause);
      })
      .finally(() => {
        queue.isSending = false;
        running.delete(run);
        wake();
      });
    running.add(run);
  }

  async function sendBatch(queue: Queue): Promise<void> {
    const batch = nextBatch(operations.rows(), queue.key, queue.oneByOne > 0 ? 1 : largestBatch);
    operations.change({ put: batch.map((row) => withState(row, { kind: 'sending' })) });
    changed();
    const answered = await postBatch(client, batch, stopping.signal);
    if (stopping.signal.aborted) return;
    if (answered.ok) {
      serverPause.reset();
      settle(batch, queue, answered.data.answers.map(readCommandAnswer));
    } else settleFailure(batch, queue, answered);
    changed();
  }

  function settle(batch: readonly OutboxRow[], queue: Queue, answers: readonly CommandAnswer[]): void {
    queue.oneByOne = Math.max(0, queue.oneByOne - 1);
    const { put, remove, settled } = settleBatch(batch, answers, dependencies);
    operations.change({ put, remove });
    if (settled.length === batch.length) queue.pause.reset();
    else pauseFor(queue.pause);
    for (const { operation, answer } of settled) dependencies.settled(operation, answer);
  }

  function settleFailure(batch: readonly OutboxRow[], queue: Queue, failure: RequestFailure): void {
    const { kind, message } = failure;
    const isAboutTheBody = aboutTheBody.has(kind);
    const [only, ...others] = batch;
    if (isAboutTheBody && only && others.length === 0) {
      const { operationId } = only.operation;
      settle(batch, queue, [{ operationId, ok: false, kind: kind as ErrorKind, message }]);
      return;
    }
    const mayHaveArrived = (kind === 'offline' && !failure.wasNeverSent) || mayHaveApplied(kind);
    operations.change({
      put: batch.map((row) => withState(row, queuedAgain(row.operation, mayHaveArrived))),
    });
    if (isAboutTheBody) {
      log.warn({ kind, message }, 'The server refused a whole batch; sending its operations one by one');
      queue.oneByOne = batch.length;
    } else pauseFor(serverPause);
  }

  return {
    start() {
      unsubscribe = connectivity.subscribe((state) => {
        if (state.kind !== 'online') return;
        for (const { end } of [serverPause, ...[...queues.values()].map(({ pause }) => pause)]) end();
        wake();
      });
      wake();
    },
    wake,
    async stop() {
      unsubscribe?.();
      stopping.abort();
      for (const { end } of [serverPause, ...[...queues.values()].map(({ pause }) => pause)]) end();
      await Promise.all(running);
    },
  };
}

function postBatch(client: ServerClient, batch: readonly OutboxRow[], signal: AbortSignal) {
  return client.request({
    method: 'POST',
    path: '/api/commands',
    body: {
      operations: batch.map(({ operation: { operationId, kind, payload } }) => ({
        operationId,
        kind,
        payload,
      })),
    },
    schema: commandBatchAnswerSchema,
    signal,
    isRepeatable: true,
  });
}

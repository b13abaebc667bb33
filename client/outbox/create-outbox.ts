import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import {
  type CommandAnswer,
  commandBatchAnswerSchema,
  maximumCommandBytes,
} from '../../protocol/wire/command.ts';
import { type ErrorKind, isPermanent, type Outcome } from '../../protocol/wire/error.ts';
import { type BackoffBounds, defaultBackoff, fullJitter } from '../common/backoff.ts';
import { byteLength } from '../common/byte-length.ts';
import { createListeners } from '../common/listeners.ts';
import type { Log } from '../common/log.ts';
import { type Surroundings, systemSurroundings } from '../common/surroundings.ts';
import type { Connectivity } from '../realtime/connectivity.ts';
import type { RequestFailureKind, ServerClient } from '../session/server-client.ts';
import type { OutboxOperation, OutboxStore } from './outbox-store.ts';
import { contains, isReadMark, type ReadMark } from './read-marks.ts';

export type OutboxDependencies = {
  /** The outbox closes it when it is stopped. */
  store: OutboxStore;
  client: ServerClient;
  connectivity: Connectivity;
  log: Log;
  backoff?: BackoffBounds;
  surroundings?: Surroundings;
  /** How long `run` waits for the server before it answers `queued`. */
  answerMilliseconds?: number;
};

export type RunAnswer = { state: 'confirmed'; result: unknown } | { state: 'queued'; operationId: string };

/**
 * The only way a command gets to the server: on disk first, then sent in the order it was made, one batch at a
 * time, again and again until the server has confirmed or refused it. The operation id is made once, so a command
 * whose answer was lost is answered from the server's store and changes nothing twice.
 */
export type Outbox = {
  start(): void;
  /** Waits for the batch under way to be given up, then closes the file. What is queued stays. */
  stop(): Promise<void>;
  /**
   * Queues a command and waits a little for its answer. A refusal that comes in that time is answered to the
   * caller, who shows it, and is not kept; one that comes later stays in the list until it is retried or discarded.
   * `too-large`: over 64 KB of JSON, which no socket would carry.
   */
  run(
    kind: string,
    payload: unknown,
    projectId: string | null,
  ): Promise<Outcome<RunAnswer, ErrorKind | 'signed-out'>>;
  /** Queues a mark of what was read, in the place of those it contains, and waits for nothing. */
  mark(mark: ReadMark): void;
  /** What waits, without marks. */
  list(): PendingOperation[];
  /** The marks that wait, oldest first. */
  listMarks(): ReadMark[];
  retry(operationId: string): void;
  /** Takes back what is not on its way to the server at this moment. */
  discard(operationId: string): void;
  onChange(listener: (pending: PendingOperation[]) => void): () => void;
  /** A change that the server has confirmed, when it has left the list; before `onChange` says so. */
  onConfirmed(listener: (confirmed: ConfirmedOperation) => void): () => void;
};

/** `result` is not parsed. */
export type ConfirmedOperation = { kind: string; payload: unknown; result: unknown };

const batchOperations = 100;
const batchBytes = 256 * 1024;

export function createOutbox(dependencies: OutboxDependencies): Outbox {
  const { store, client, connectivity, log } = dependencies;
  const { backoff = defaultBackoff, answerMilliseconds = 8_000 } = dependencies;
  const { clock, random, newId } = dependencies.surroundings ?? systemSurroundings;
  const listeners = createListeners<PendingOperation[]>();
  const confirmedListeners = createListeners<ConfirmedOperation>();
  /** Who waits for an operation's answer. */
  const waiting = new Map<string, (answer: CommandAnswer | undefined) => void>();
  const stopping = new AbortController();
  let sending: Promise<void> | undefined;
  let wasWoken = false;
  let cancelWake = () => {};
  let failures = 0;
  /** After a batch was refused as a whole, what is in it goes one by one, so one bad command doesn't hold the rest. */
  let oneByOne = 0;
  let unsubscribe: (() => void) | undefined;

  const list = () => store.list().filter((operation) => !isReadMark(operation));
  const changed = () => listeners.notify(list());
  const isPaused = () => ['unauthorised', 'revoked', 'signed-out'].includes(connectivity.current().kind);

  function wake(): void {
    wasWoken = true;
    if (sending || stopping.signal.aborted || isPaused() || !unsubscribe) return;
    cancelWake();
    wasWoken = false;
    sending = drain()
      .catch((error: unknown) => {
        // The file can't be written, as when the disk is full: what is in it still is, and is sent when it can be.
        log.error({ error: String(error) }, 'Sending broke off; it goes on later');
        wakeLater();
      })
      .finally(() => {
        sending = undefined;
        if (wasWoken) wake();
      });
  }

  function wakeLater(): void {
    if (stopping.signal.aborted) return;
    cancelWake = clock.later(fullJitter(failures, backoff, random), wake);
    failures += 1;
  }

  async function drain(): Promise<void> {
    // Left behind by a run that broke off.
    store.requeueSending();
    while (!stopping.signal.aborted && !isPaused()) {
      const operations = store.take(oneByOne > 0 ? 1 : batchOperations, batchBytes);
      if (operations.length === 0) return;
      changed();
      const answered = await client.request({
        method: 'POST',
        path: '/api/commands',
        body: { operations },
        schema: commandBatchAnswerSchema,
        signal: stopping.signal,
      });
      if (stopping.signal.aborted) return;
      const isUnderstood = answered.ok
        ? settle(operations, answered.data.answers) === operations.length
        : settleWhole(operations, answered);
      store.requeueSending();
      changed();
      if (!isUnderstood) return wakeLater();
      failures = 0;
    }
  }

  /** Answers how many are settled; the others must be sent again later. */
  function settle(operations: OutboxOperation[], answers: CommandAnswer[]): number {
    oneByOne = Math.max(0, oneByOne - 1);
    const settled = answers.filter((answer) => answer.ok || isPermanent(answer.kind));
    for (const answer of settled) {
      const answerTo = waiting.get(answer.operationId);
      const operation = operations.find(({ operationId }) => operationId === answer.operationId);
      const isMark = operation !== undefined && isReadMark(operation);
      if (answer.ok || answerTo || isMark) store.remove(answer.operationId);
      else store.refuse(answer.operationId, answer.kind, answer.message);
      answerTo?.(answer);
      if (answer.ok && operation) confirmedListeners.notify({ ...operation, result: answer.result });
    }
    return settled.length;
  }

  /** Answers whether to go on at once. */
  function settleWhole(
    operations: OutboxOperation[],
    failure: { kind: RequestFailureKind; message: string },
  ): boolean {
    const { kind, message } = failure;
    if (kind === 'offline' || kind === 'signed-out' || !isPermanent(kind)) return false;
    const [only, ...others] = operations;
    if (only && others.length === 0) {
      return settle(operations, [{ operationId: only.operationId, ok: false, kind, message }]) === 1;
    }
    log.warn({ kind, message }, 'The server refused a batch as a whole; sending one by one');
    oneByOne = operations.length;
    return true;
  }

  return {
    start() {
      unsubscribe = connectivity.subscribe((state) => {
        if (state.kind !== 'online') return;
        failures = 0;
        wake();
      });
      wake();
    },
    async stop() {
      unsubscribe?.();
      cancelWake();
      stopping.abort();
      for (const answerTo of waiting.values()) answerTo(undefined);
      await sending;
      store.close();
    },
    async run(kind, payload, projectId) {
      if (byteLength(JSON.stringify({ kind, payload })) > maximumCommandBytes) {
        return { ok: false, kind: 'too-large', message: 'That is more than 64 KB: too much for one change.' };
      }
      const operationId = newId();
      store.add({ operationId, kind, payload, projectId, createdAt: clock.now() });
      changed();
      if (connectivity.current().kind !== 'online') {
        wake();
        return { ok: true, data: { state: 'queued', operationId } };
      }
      const answer = await new Promise<CommandAnswer | undefined>((resolve) => {
        const giveUp = clock.later(answerMilliseconds, () => resolve(undefined));
        waiting.set(operationId, (settled) => {
          giveUp();
          resolve(settled);
        });
        wake();
      });
      waiting.delete(operationId);
      if (!answer) return { ok: true, data: { state: 'queued', operationId } };
      if (!answer.ok) return { ok: false, kind: answer.kind, message: answer.message };
      return { ok: true, data: { state: 'confirmed', result: answer.result } };
    },
    mark(mark) {
      for (const earlier of store.list()) {
        if (isReadMark(earlier) && contains(mark, earlier)) store.discard(earlier.operationId);
      }
      store.add({ ...mark, operationId: newId(), projectId: null, createdAt: clock.now() });
      changed();
      wake();
    },
    list,
    listMarks: () => store.list().filter(isReadMark),
    retry(operationId) {
      store.requeue(operationId);
      changed();
      wake();
    },
    discard(operationId) {
      store.discard(operationId);
      changed();
    },
    onChange: listeners.add,
    onConfirmed: confirmedListeners.add,
  };
}

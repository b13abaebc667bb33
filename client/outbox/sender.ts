import type { Environment } from '../../common/environment.ts';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import {
  type CommandAnswer,
  commandBatchAnswerSchema,
  readCommandAnswer,
} from '../../protocol/wire/command.ts';
import { type ErrorKind, isPermanent } from '../../protocol/wire/error.ts';
import { type BackoffBounds, fullJitter } from '../common/backoff.ts';
import { byteLength } from '../common/byte-length.ts';
import type { Log } from '../common/log.ts';
import type { Connectivity } from '../realtime/connectivity.ts';
import type { RequestFailure, ServerClient } from '../session/server-client.ts';
import { laneOf } from './lane.ts';
import type { OperationList } from './operation-list.ts';
import type { OutboxRow } from './outbox-store.ts';

export type SenderDependencies = Pick<Environment, 'clock' | 'random'> & {
  operations: OperationList;
  client: ServerClient;
  connectivity: Connectivity;
  log: Log;
  backoff: BackoffBounds;
  /** A refusal of this one is told to who waits for it, or to nobody, and is not kept. */
  isRefusalDropped(operation: PendingOperation): boolean;
  /** The server has confirmed or refused it, and the list says so. */
  settled(operation: PendingOperation, answer: CommandAnswer): void;
  changed(): void;
  /** The list could not be written: sending goes on later. */
  brokeOff(error: unknown): void;
};

/**
 * Sends what is in the list: each lane in its order, one batch of a lane at a time, again and again until the server
 * has confirmed or refused it. What the server can't do yet for one lane makes that lane wait; a server that can't be
 * reached makes all of them wait.
 */
export type Sender = {
  start(): void;
  /** There is something new to send. */
  wake(): void;
  /** Waits until what is under way has been given up. */
  stop(): Promise<void>;
};

type Rest = { failures: number; isResting: boolean; cancel(): void };
/** `oneByOne`: after a batch was refused as a whole what was in it goes alone, so one bad command holds no other. */
type Lane = Rest & { isSending: boolean; oneByOne: number };

const batchOperations = 100;
const batchBytes = 256 * 1024;
/** What a whole request is refused for because of what is in it; all else lies between us and the server. */
const aboutTheBody = new Set<string>(['invalid', 'too-large', 'unsupported-type']);
/** Batches under way at a time. More would only wait in the server. */
const concurrentLanes = 3;

export function createSender(dependencies: SenderDependencies): Sender {
  const { operations, client, connectivity, log, backoff, clock, random, changed } = dependencies;
  const stopping = new AbortController();
  const lanes = new Map<string, Lane>();
  const running = new Set<Promise<void>>();
  const line: Rest = { failures: 0, isResting: false, cancel: () => {} };
  let unsubscribe: (() => void) | undefined;

  const isPaused = () => ['unauthorised', 'revoked', 'signed-out'].includes(connectivity.current().kind);

  function laneAt(name: string): Lane {
    const known = lanes.get(name);
    if (known) return known;
    const lane = { failures: 0, isResting: false, cancel: () => {}, isSending: false, oneByOne: 0 };
    lanes.set(name, lane);
    return lane;
  }

  function rest(what: Rest): void {
    if (stopping.signal.aborted) return;
    what.cancel();
    what.isResting = true;
    what.cancel = clock.later(fullJitter(what.failures, backoff, random), () => {
      what.isResting = false;
      wake();
    });
    what.failures += 1;
  }

  function rouse(what: Rest): void {
    what.cancel();
    what.isResting = false;
    what.failures = 0;
  }

  function wake(): void {
    if (!unsubscribe || stopping.signal.aborted || line.isResting || isPaused()) return;
    for (const { operation } of operations.rows()) {
      if (running.size >= concurrentLanes) return;
      if (operation.state.kind === 'refused') continue;
      const name = laneOf(operation);
      const lane = laneAt(name);
      if (!lane.isSending && !lane.isResting) begin(name, lane);
    }
  }

  function begin(name: string, lane: Lane): void {
    lane.isSending = true;
    const run = sendBatch(name, lane)
      .catch((error: unknown) => {
        // The list can't be written, as when the disk is full: what is in it still is, and is sent when it can be.
        log.error({ error: String(error) }, 'Sending broke off; it goes on later');
        dependencies.brokeOff(error);
        rest(lane);
      })
      .finally(() => {
        lane.isSending = false;
        running.delete(run);
        wake();
      });
    running.add(run);
  }

  /** The next of a lane, also those that a run that broke off has left behind as being sent. */
  function nextOf(name: string, limit: number): OutboxRow[] {
    const batch: OutboxRow[] = [];
    let bytes = 0;
    for (const row of operations.rows()) {
      if (row.operation.state.kind === 'refused' || laneOf(row.operation) !== name) continue;
      bytes += byteLength(JSON.stringify(row.operation.payload) ?? '');
      if (batch.length === limit || (batch.length > 0 && bytes > batchBytes)) break;
      batch.push(row);
    }
    return batch;
  }

  async function sendBatch(name: string, lane: Lane): Promise<void> {
    const batch = nextOf(name, lane.oneByOne > 0 ? 1 : batchOperations);
    operations.change({ put: batch.map((row) => inState(row, { kind: 'sending' })) });
    changed();
    const answered = await client.request({
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
      signal: stopping.signal,
      isRepeatable: true,
    });
    if (stopping.signal.aborted) return;
    if (answered.ok) {
      line.failures = 0;
      settle(batch, lane, answered.data.answers.map(readCommandAnswer));
    } else settleWhole(batch, lane, answered);
    changed();
  }

  function settle(batch: readonly OutboxRow[], lane: Lane, answers: readonly CommandAnswer[]): void {
    lane.oneByOne = Math.max(0, lane.oneByOne - 1);
    const byId = new Map(answers.map((answer) => [answer.operationId, answer]));
    const put: OutboxRow[] = [];
    const remove: OutboxRow[] = [];
    const settled: { operation: PendingOperation; answer: CommandAnswer }[] = [];
    for (const row of batch) {
      const { operation } = row;
      const answer = byId.get(operation.operationId);
      if (!answer || (!answer.ok && !isPermanent(answer.kind))) {
        put.push(inState(row, backInLine(operation, !answer || answer.kind === 'internal')));
        continue;
      }
      settled.push({ operation, answer });
      if (answer.ok || dependencies.isRefusalDropped(operation)) remove.push(row);
      else put.push(inState(row, { kind: 'refused', errorKind: answer.kind, message: answer.message }));
    }
    operations.change({ put, remove });
    if (settled.length === batch.length) lane.failures = 0;
    else rest(lane);
    for (const { operation, answer } of settled) dependencies.settled(operation, answer);
  }

  function settleWhole(batch: readonly OutboxRow[], lane: Lane, failure: RequestFailure): void {
    const { kind, message } = failure;
    const [only, ...others] = batch;
    const isFinal = aboutTheBody.has(kind);
    if (isFinal && only && others.length === 0) {
      const { operationId } = only.operation;
      settle(batch, lane, [{ operationId, ok: false, kind: kind as ErrorKind, message }]);
      return;
    }
    const mayHaveArrived = (kind === 'offline' && !failure.wasNeverSent) || kind === 'internal';
    operations.change({ put: batch.map((row) => inState(row, backInLine(row.operation, mayHaveArrived))) });
    if (isFinal) {
      log.warn({ kind, message }, 'The server refused a batch as a whole; sending one by one');
      lane.oneByOne = batch.length;
    } else rest(line);
  }

  return {
    start() {
      unsubscribe = connectivity.subscribe((state) => {
        if (state.kind !== 'online') return;
        rouse(line);
        for (const lane of lanes.values()) rouse(lane);
        wake();
      });
      wake();
    },
    wake,
    async stop() {
      unsubscribe?.();
      stopping.abort();
      for (const what of [line, ...lanes.values()]) what.cancel();
      await Promise.all(running);
    },
  };
}

function inState({ rank, operation }: OutboxRow, state: PendingOperation['state']): OutboxRow {
  return { rank, operation: { ...operation, state } };
}

/** Once it may have arrived it may have for good, until the server has answered. */
function backInLine({ state }: PendingOperation, mayHaveArrived: boolean): PendingOperation['state'] {
  const mayHave =
    mayHaveArrived || state.kind === 'sending' || (state.kind === 'queued' && state.mayHaveArrived === true);
  return mayHave ? { kind: 'queued', mayHaveArrived: true } : { kind: 'queued' };
}

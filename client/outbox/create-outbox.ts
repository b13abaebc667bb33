import { createdId } from '../../commands/created-id.ts';
import { type Environment, systemEnvironment } from '../../common/environment.ts';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import { type CommandAnswer, maximumCommandBytes } from '../../protocol/wire/command-batch.ts';
import type { Failure, Outcome } from '../../protocol/wire/error.ts';
import { type BackoffBounds, defaultBackoff } from '../common/backoff.ts';
import { byteLength } from '../common/byte-length.ts';
import { createListeners } from '../common/listeners.ts';
import type { Log } from '../common/log.ts';
import type { Connectivity } from '../realtime/connectivity.ts';
import type { ServerClient } from '../session/server-client.ts';
import { clientText } from '../text.ts';
import { createAnswerWaits } from './answer-waits.ts';
import type { LogProgress } from './awaited-positions.ts';
import { refusedDependents } from './dependents.ts';
import { createOperationList, type OperationList } from './operation-list.ts';
import type { ConfirmedOperation, Outbox, RunAnswer } from './outbox.ts';
import type { OutboxRow, OutboxStore } from './outbox-store.ts';
import { contains, isReadMark, type ReadMark } from './read-marks.ts';
import { createSender } from './sender.ts';

export type OutboxDependencies = {
  /** The outbox closes it when it is stopped. */
  store: OutboxStore;
  client: ServerClient;
  connectivity: Connectivity;
  progress: LogProgress;
  log: Log;
  backoff?: BackoffBounds;
  environment?: Environment;
  /** How long `run` waits for the server before it answers `queued`. */
  answerMilliseconds?: number;
  /** Called when a change could not be written, as when the disk is full. */
  cannotWrite?(): void;
};

const done = { ok: true, data: null } as const;
const notKept: Failure = {
  ok: false,
  kind: 'no-space',
  message: clientText.changeNotKept,
};

export function createOutbox(dependencies: OutboxDependencies): Outbox {
  const { store, client, connectivity, progress, log, cannotWrite = () => {} } = dependencies;
  const { backoff = defaultBackoff, answerMilliseconds = 8_000 } = dependencies;
  const { clock, random, newId } = dependencies.environment ?? systemEnvironment;
  const operations = createOperationList(store);
  const listeners = createListeners<PendingOperation[]>();
  const confirmedListeners = createListeners<ConfirmedOperation>();
  const waits = createAnswerWaits(clock, answerMilliseconds);
  const reading = readingOf(operations);
  const changed = () => listeners.notify(reading.listShown());
  const sender = createSender({
    ...{ operations, client, connectivity, progress, log, backoff, clock, random, changed },
    isRefusalDropped: (operation) => waits.has(operation.operationId) || isReadMark(operation),
    settled(operation, answer) {
      waits.end(operation.operationId, answer);
      if (answer.ok) notifyConfirmed({ ...operation, result: answer.result });
    },
    brokeOff: cannotWrite,
  });

  /** A listener that can't write its effect to a full disk must not hold up the others; the event brings the effect. */
  function notifyConfirmed(confirmed: ConfirmedOperation): void {
    try {
      confirmedListeners.notify(confirmed);
    } catch (error) {
      log.error({ kind: confirmed.kind, error: String(error) }, 'A confirmed change could not be kept');
    }
  }

  /** Whether it was written; if not, nothing has changed. */
  function keep(write: () => void): boolean {
    try {
      write();
    } catch (error) {
      log.error({ error: String(error) }, 'A change could not be kept');
      cannotWrite();
      return false;
    }
    changed();
    sender.wake();
    return true;
  }

  function newOperation(kind: string, payload: unknown, projectId: string | null): PendingOperation {
    const state = { kind: 'queued' } as const;
    return { operationId: newId(), kind, payload, projectId, createdAt: clock.now(), state };
  }

  async function run(
    kind: string,
    payload: unknown,
    projectId: string | null,
  ): Promise<Outcome<RunAnswer, Failure['kind']>> {
    const refusal = tooLarge(kind, payload);
    if (refusal) return refusal;
    const operation = newOperation(kind, payload, projectId);
    const { operationId } = operation;
    const isOnline = connectivity.current().kind === 'online';
    const waiting = isOnline ? waits.wait(operationId) : undefined;
    if (!keep(() => operations.add(operation))) {
      waits.end(operationId, undefined);
      return notKept;
    }
    const answer: CommandAnswer | undefined = await waiting;
    if (!answer) return { ok: true, data: { state: 'queued', operationId } };
    if (!answer.ok) return { ok: false, kind: answer.kind, message: answer.message };
    return { ok: true, data: { state: 'confirmed', result: answer.result } };
  }

  function mark(mark: ReadMark): Outcome<null> {
    const contained = operations
      .rows()
      .filter(({ operation }) => isReadMark(operation) && contains(mark, operation))
      .filter(({ operation }) => operation.state.kind !== 'sending');
    const isKept = keep(() => operations.add(newOperation(mark.kind, mark.payload, null), contained));
    return isKept ? done : notKept;
  }

  function releaseApplied(): void {
    const applied = operations
      .rows()
      .filter(
        ({ operation: { state } }) => state.kind === 'confirmed' && state.positions.every(progress.isReached),
      );
    if (applied.length === 0) return;
    operations.release(applied);
    changed();
  }

  return {
    start() {
      releaseApplied();
      sender.start();
    },
    async stop() {
      const stopped = sender.stop();
      waits.endAll();
      await stopped;
      operations.close();
    },
    ...{ run, mark, releaseApplied },
    ...reading,
    ...correcting({ operations, keep, newId, replaced: (id) => waits.end(id, undefined) }),
    onChange: listeners.add,
    onConfirmed: confirmedListeners.add,
  };
}

type Reading = Pick<Outbox, 'list' | 'listShown' | 'listMarks' | 'projectOf' | 'isPending' | 'find'>;

function readingOf(operations: OperationList): Reading {
  const all = () => operations.rows().map(({ operation }) => operation);
  const isUnconfirmed = ({ state }: PendingOperation) => state.kind !== 'confirmed';
  const creatorOf = (id: string) => all().find((operation) => createdId(operation) === id);
  const listShown = () => all().filter((operation) => !isReadMark(operation));
  return {
    list: () => listShown().filter(isUnconfirmed),
    listShown,
    listMarks: () => all().filter(isReadMark),
    projectOf: (id) => creatorOf(id)?.projectId ?? undefined,
    isPending(id) {
      const creator = creatorOf(id);
      return creator !== undefined && isUnconfirmed(creator);
    },
    find: (operationId) => operations.find(operationId)?.operation,
  };
}

/** The actions that a user can take on an operation that was not confirmed. */
function correcting({
  operations,
  keep,
  newId,
  replaced,
}: {
  operations: OperationList;
  keep(write: () => void): boolean;
  newId(): string;
  /** The operation of this id has been replaced: no answer to it will come. */
  replaced(operationId: string): void;
}): Pick<Outbox, 'retry' | 'edit' | 'discard'> {
  /** In its old place under a new id. */
  function again({ rank, operation }: OutboxRow, changes: Partial<PendingOperation> = {}): OutboxRow {
    return { rank, operation: { ...operation, operationId: newId(), state: { kind: 'queued' }, ...changes } };
  }

  function queueAgain(row: OutboxRow, replacement: OutboxRow): boolean {
    const dependents = refusedDependents(operations.rows(), row).map((dependent) => again(dependent));
    return keep(() => operations.change({ put: [replacement, ...dependents] }));
  }

  return {
    retry(operationId) {
      const row = operations.find(operationId);
      if (row?.operation.state.kind !== 'refused') return done;
      return queueAgain(row, again(row)) ? done : notKept;
    },
    edit(operationId, payload, projectId) {
      const row = operations.find(operationId);
      if (!row || row.operation.state.kind === 'confirmed') {
        return { ok: false, kind: 'not-found', message: clientText.changeNoLongerPending };
      }
      const { kind, state } = row.operation;
      if (state.kind === 'sending' || (state.kind === 'queued' && state.mayHaveArrived)) {
        return { ok: false, kind: 'conflict', message: clientText.changeMayHaveArrived };
      }
      const refusal = tooLarge(kind, payload);
      if (refusal) return refusal;
      const edited = again(row, { payload, projectId });
      if (!queueAgain(row, edited)) return notKept;
      replaced(operationId);
      return { ok: true, data: { operationId: edited.operation.operationId } };
    },
    discard(operationId) {
      const row = operations.find(operationId);
      if (!row || row.operation.state.kind === 'confirmed') return done;
      if (row.operation.state.kind === 'sending') {
        return { ok: false, kind: 'conflict', message: clientText.changeIsBeingSent };
      }
      return keep(() => operations.change({ remove: [row] })) ? done : notKept;
    },
  };
}

function tooLarge(kind: string, payload: unknown): Failure | null {
  if (byteLength(JSON.stringify({ kind, payload })) <= maximumCommandBytes) return null;
  return { ok: false, kind: 'too-large', message: clientText.changeTooLarge };
}

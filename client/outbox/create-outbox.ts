import { type Environment, systemEnvironment } from '../../common/environment.ts';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import { type CommandAnswer, maximumCommandBytes } from '../../protocol/wire/command.ts';
import type { ErrorKind, Failure, Outcome } from '../../protocol/wire/error.ts';
import { type BackoffBounds, defaultBackoff } from '../common/backoff.ts';
import { byteLength } from '../common/byte-length.ts';
import { createListeners } from '../common/listeners.ts';
import type { Log } from '../common/log.ts';
import type { Connectivity } from '../realtime/connectivity.ts';
import type { ServerClient } from '../session/server-client.ts';
import { refusedDependents } from './dependents.ts';
import { contains, isMark, type Mark } from './marks.ts';
import { createOperationList } from './operation-list.ts';
import type { OutboxRow, OutboxStore } from './outbox-store.ts';
import { createSender } from './sender.ts';

export type OutboxDependencies = {
  /** The outbox closes it when it is stopped. */
  store: OutboxStore;
  client: ServerClient;
  connectivity: Connectivity;
  log: Log;
  backoff?: BackoffBounds;
  environment?: Environment;
  /** How long `run` waits for the server before it answers `queued`. */
  answerMilliseconds?: number;
  /** What was to be noted could not be written, as when the disk is full. */
  cannotWrite?(): void;
};

export type RunAnswer = { state: 'confirmed'; result: unknown } | { state: 'queued'; operationId: string };

/**
 * The only way a command gets to the server: on disk first, then sent in the order it was made within its lane (see
 * `lane.ts`), again and again until the server has confirmed or refused it. The operation id is made once, so a command
 * whose answer was lost is answered from the server's store and changes nothing twice; one that was refused goes out
 * again under a new id, because the server keeps its refusal too.
 */
export type Outbox = {
  start(): void;
  /** Waits for what is under way to be given up, then closes the store. What is queued stays. */
  stop(): Promise<void>;
  /**
   * Queues a command and waits a little for its answer. A refusal that comes in that time is answered to the
   * caller, who shows it, and is not kept; one that comes later stays in the list until it is retried or discarded.
   * `too-large`: over 64 KB of JSON, which no socket would carry. `no-space`: it could not be kept, so it isn't sent.
   */
  run(
    kind: string,
    payload: unknown,
    projectId: string | null,
  ): Promise<Outcome<RunAnswer, ErrorKind | 'signed-out'>>;
  /** Queues a mark of what was read, in the place of those it contains, and waits for nothing. */
  mark(mark: Mark): Outcome<null>;
  /** What waits, without marks. */
  list(): PendingOperation[];
  /** The marks that wait, oldest first. */
  listMarks(): Mark[];
  /** The project of the operation that waits to make the thing of that id. */
  projectOf(id: string): string | undefined;
  find(operationId: string): PendingOperation | undefined;
  /** See `outbox.retry` of the bridge. Nothing happens to what is not refused. */
  retry(operationId: string): Outcome<null>;
  /** See `outbox.edit` of the bridge. Answers the new operation id. The payload was parsed by the caller. */
  edit(operationId: string, payload: unknown, projectId: string | null): Outcome<{ operationId: string }>;
  /** Takes back what is not on its way to the server at this moment; `conflict` for what is. */
  discard(operationId: string): Outcome<null>;
  onChange(listener: (pending: PendingOperation[]) => void): () => void;
  /** A change that the server has confirmed, when it has left the list; before `onChange` says so. */
  onConfirmed(listener: (confirmed: ConfirmedOperation) => void): () => void;
};

/** `result` is not parsed. */
export type ConfirmedOperation = { kind: string; payload: unknown; result: unknown };

const done = { ok: true, data: null } as const;
const notKept: Failure = {
  ok: false,
  kind: 'no-space',
  message: 'This machine could not keep the change: is its disk full? Nothing was sent.',
};

export function createOutbox(dependencies: OutboxDependencies): Outbox {
  const { store, client, connectivity, log, cannotWrite = () => {} } = dependencies;
  const { backoff = defaultBackoff, answerMilliseconds = 8_000 } = dependencies;
  const { clock, random, newId } = dependencies.environment ?? systemEnvironment;
  const operations = createOperationList(store);
  const listeners = createListeners<PendingOperation[]>();
  const confirmedListeners = createListeners<ConfirmedOperation>();
  /** Who waits for an operation's answer. */
  const waiting = new Map<string, (answer: CommandAnswer | undefined) => void>();

  const all = () => operations.rows().map(({ operation }) => operation);
  const list = () => all().filter((operation) => !isMark(operation));
  const changed = () => listeners.notify(list());
  const sender = createSender({
    ...{ operations, client, connectivity, log, backoff, clock, random, changed },
    isRefusalDropped: (operation) => waiting.has(operation.operationId) || isMark(operation),
    settled(operation, answer) {
      waiting.get(operation.operationId)?.(answer);
      if (answer.ok) tellConfirmed({ ...operation, result: answer.result });
    },
    brokeOff: cannotWrite,
  });

  /** The effect of a change that can't be kept on a full disk must not hold up the others; its event brings it. */
  function tellConfirmed(confirmed: ConfirmedOperation): void {
    try {
      confirmedListeners.notify(confirmed);
    } catch (error) {
      log.error({ kind: confirmed.kind, error: String(error) }, 'What was confirmed could not be kept');
    }
  }

  /** Whether it was written; if not, nothing is changed. */
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

  function queue(kind: string, payload: unknown, projectId: string | null): PendingOperation {
    const state = { kind: 'queued' } as const;
    return { operationId: newId(), kind, payload, projectId, createdAt: clock.now(), state };
  }

  /** In its old place under a new id. */
  function again({ rank, operation }: OutboxRow, changes: Partial<PendingOperation> = {}): OutboxRow {
    return { rank, operation: { ...operation, operationId: newId(), state: { kind: 'queued' }, ...changes } };
  }

  function putAgain(row: OutboxRow, edited: OutboxRow): boolean {
    const behind = refusedDependents(operations.rows(), row).map((dependent) => again(dependent));
    return keep(() => operations.change({ put: [edited, ...behind] }));
  }

  function tooLarge(kind: string, payload: unknown): Failure | null {
    if (byteLength(JSON.stringify({ kind, payload })) <= maximumCommandBytes) return null;
    return { ok: false, kind: 'too-large', message: 'That is more than 64 KB: too much for one change.' };
  }

  return {
    start: sender.start,
    async stop() {
      const stopped = sender.stop();
      for (const answerTo of [...waiting.values()]) answerTo(undefined);
      await stopped;
      operations.close();
    },
    async run(kind, payload, projectId) {
      const refusal = tooLarge(kind, payload);
      if (refusal) return refusal;
      const operation = queue(kind, payload, projectId);
      const { operationId } = operation;
      const isOnline = connectivity.current().kind === 'online';
      const answering = isOnline ? answerTo(operationId) : undefined;
      if (!keep(() => operations.add(operation))) {
        waiting.get(operationId)?.(undefined);
        return notKept;
      }
      const answer = await answering;
      if (!answer) return { ok: true, data: { state: 'queued', operationId } };
      if (!answer.ok) return { ok: false, kind: answer.kind, message: answer.message };
      return { ok: true, data: { state: 'confirmed', result: answer.result } };
    },
    mark(mark) {
      const contained = operations
        .rows()
        .filter(({ operation }) => isMark(operation) && contains(mark, operation))
        .filter(({ operation }) => operation.state.kind !== 'sending');
      const isKept = keep(() => operations.add(queue(mark.kind, mark.payload, null), contained));
      return isKept ? done : notKept;
    },
    list,
    listMarks: () => all().filter(isMark),
    projectOf(id) {
      const makes = ({ kind, payload }: PendingOperation) => kind.endsWith('.create') && idOf(payload) === id;
      return all().find(makes)?.projectId ?? undefined;
    },
    find: (operationId) => operations.find(operationId)?.operation,
    retry(operationId) {
      const row = operations.find(operationId);
      if (row?.operation.state.kind !== 'refused') return done;
      return putAgain(row, again(row)) ? done : notKept;
    },
    edit(operationId, payload, projectId) {
      const row = operations.find(operationId);
      if (!row) return { ok: false, kind: 'not-found', message: 'This change does not wait any more.' };
      const { kind, state } = row.operation;
      if (state.kind === 'sending' || (state.kind === 'queued' && state.mayHaveArrived)) {
        const message =
          'This change may have reached the band already. Wait for the answer, then change it there.';
        return { ok: false, kind: 'conflict', message };
      }
      const refusal = tooLarge(kind, payload);
      if (refusal) return refusal;
      const edited = again(row, { payload, projectId });
      if (!putAgain(row, edited)) return notKept;
      waiting.get(operationId)?.(undefined);
      return { ok: true, data: { operationId: edited.operation.operationId } };
    },
    discard(operationId) {
      const row = operations.find(operationId);
      if (!row) return done;
      if (row.operation.state.kind === 'sending') {
        const message = 'This change is on its way to the band. Wait for the answer, then undo it there.';
        return { ok: false, kind: 'conflict', message };
      }
      return keep(() => operations.change({ remove: [row] })) ? done : notKept;
    },
    onChange: listeners.add,
    onConfirmed: confirmedListeners.add,
  };

  /** The answer that comes in time, or undefined. */
  function answerTo(operationId: string): Promise<CommandAnswer | undefined> {
    return new Promise((resolve) => {
      const settle = (answer: CommandAnswer | undefined) => {
        cancel();
        waiting.delete(operationId);
        resolve(answer);
      };
      const cancel = clock.later(answerMilliseconds, () => settle(undefined));
      waiting.set(operationId, settle);
    });
  }
}

/** The id of what a payload is about, where it has one. */
export function idOf(payload: unknown): unknown {
  return typeof payload === 'object' && payload !== null && 'id' in payload ? payload.id : undefined;
}

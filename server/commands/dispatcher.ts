import { hash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { Environment } from '../../common/environment.ts';
import type { SerialQueue } from '../../common/serial-queue.ts';
import type { Command, CommandKind } from '../../protocol/wire/command.ts';
import { type ErrorKind, type Failure, isPermanent } from '../../protocol/wire/error.ts';
import type { Position } from '../../protocol/wire/event.ts';
import { parseTopic, projectTopic, userTopic } from '../../protocol/wire/topic.ts';
import { isUnreachable, unreachable } from '../db/postgres/postgres-errors.ts';
import type { Database } from '../db/schema.ts';
import { changedCuts } from '../differences/changed-cuts.ts';
import { forgetCompared } from '../differences/version-pairs.ts';
import type { AppendedEvent } from '../events/log.ts';
import { failure } from '../failure.ts';
import { createFairQueue } from '../fair-queue.ts';
import { mostNotifiedAtOnce, notify } from '../notifications/notify.ts';
import { withdraw } from '../notifications/withdraw.ts';
import { isNoSpace, noSpace } from '../storage/disk.ts';
import { createGroupCommit, type Draft, mostTogether } from './group-commit.ts';
import type {
  Actor,
  CommandContext,
  FactContext,
  Handled,
  Handler,
  SocketChange,
  TopicEvent,
} from './handler.ts';
import type { Handlers } from './handlers.ts';
import { concealToken, type InvitationToken, revealToken } from './invitation-token.ts';
import { type Answer, type Operation, readKnown, spentOperation } from './operations.ts';
import { type Scope, scopeOf } from './scope.ts';
import { storeActivities } from './store-activities.ts';
import type { Undo } from './undo.ts';

/**
 * The result of one change: events with their positions, and what sockets must do because of it. `isPending`: people are
 * still to be notified of it (`bulk-notifier.ts`).
 */
export type Commit = { events: AppendedEvent[]; changes: SocketChange[]; isPending?: boolean };

/**
 * The only way to change what people share. One change runs at a time: apply it, number and append its events, store the
 * answer. Those that wait together share a transaction. After its commit the listeners hear of each of them.
 */
export type Dispatcher = {
  /**
   * A command from a client. A known operation id is answered from the stored answer and changes nothing. Null: the client
   * gave none, so it can't ask again, and no answer is stored. `payload` is already parsed; `sent` is the payload as it
   * arrived, as canonical JSON, by which a later version that parses it differently still recognises the operation. `data`
   * is null if the operation was applied so long ago that its answer is no longer kept.
   */
  dispatch(
    actor: Actor,
    operationId: string | null,
    command: Command,
    sent?: string,
  ): Promise<Answer<unknown>>;
  /**
   * The same for a change that is not a command (committing an upload). `kind` is stored with the answer. `run` is called
   * again if another change or another server was in its way. A change without `scope` is applied again once its projects are known.
   */
  execute<Result>(
    actor: Actor,
    operation: { id: string; kind: string; scope?: Scope },
    run: (context: CommandContext) => Promise<Handled<Result> | Failure>,
  ): Promise<Answer<Result>>;
  /**
   * Facts that the server finds out itself: there is no actor, no operation, no activity. `find` runs in the transaction,
   * may write, and returns the events to append (none: nothing happened; what it wrote is kept). Answers their positions
   * in order. Rejects if `find` throws or the disk is full, and then nothing was changed. `find` is called again like the
   * `run` of `execute`.
   */
  record(find: (context: FactContext) => Promise<TopicEvent[]>): Promise<Position[]>;
  /**
   * Calls `listener` for each change that appended events or changed memberships, once it is durable, in the order of the
   * changes and before the next ones begin. Listeners are called in the order they were added, and must not throw.
   */
  onCommitted(listener: (commit: Commit) => void): void;
  /** How many changes wait for their turn. */
  waiting(): number;
};

/** People take turns, so nobody waits for another's hundreds, only for those in one transaction. */
const turnLimits = { running: mostTogether, waitingPerSender: 1_000, waiting: 10_000 };

const tooMany = failure('rate-limited', 'Too many changes at once. Try again in a moment.');

/** Carries a handler's failure out of its change, which is then undone. */
class Refusal extends Error {
  readonly failure: Failure;
  constructor(refused: Failure) {
    super(refused.message);
    this.failure = refused;
  }
}

type Handle<Result> = (context: CommandContext) => Promise<Handled<Result> | Failure>;
type Asked = { operation: Operation | null; scope: Scope; isFirst?: boolean };

/** Their answers contain a position of the log (`Conversation.seq`). */
const answeredWithPosition: ReadonlySet<CommandKind> = new Set(['conversation.open', 'conversation.read']);

export function createDispatcher(parts: {
  db: Kysely<Database>;
  queue: SerialQueue;
  handlers: Handlers;
  /** The address under which clients reach this server, without a trailing slash. */
  publicUrl: () => string;
  invitationToken: InvitationToken;
  environment: Environment;
  /** As for `notify`. */
  mostNotifiedAtOnce?: number | undefined;
  /** As for `createGroupCommit`. */
  gather?: () => Promise<void>;
  observe?: (waits: number[]) => void;
  /** Hears why changes were refused that could not be stored: no room, or a database that can't be reached. */
  onUnstored?: (error: unknown) => void;
}): Dispatcher {
  const { db, queue, handlers, invitationToken, environment } = parts;
  const mostNotified = parts.mostNotifiedAtOnce ?? mostNotifiedAtOnce;
  const { newId } = environment;
  const listeners: ((commit: Commit) => void)[] = [];
  const isoNow = () => new Date(environment.clock.now()).toISOString();
  const turns = createFairQueue(turnLimits);
  const group = createGroupCommit({ db, queue, isoNow, gather: parts.gather, observe: parts.observe });
  const announcer = (commit: Commit) => () => {
    const { events, changes, isPending = false } = commit;
    if (isPending || events.length + changes.length > 0) for (const listener of listeners) listener(commit);
  };

  async function run<Result>(
    actor: Actor,
    asked: Asked,
    handle: Handle<Result>,
    ifSpent: Answer<Result> = spentOperation,
  ): Promise<Answer<Result>> {
    const { operation, scope, isFirst = false } = asked;
    const change = {
      ...{ actorId: actor.id, scope, isFirst },
      ...(operation && { key: `${actor.id} ${operation.id}` }),
      run: (tx: Transaction<Database>, undo: Undo) =>
        attempt({ tx, undo, actor }, operation, handle, ifSpent),
    };
    try {
      const ran = await turns.run(actor.id, () => group.run(change));
      return ran ? ran.result : tooMany;
    } catch (error) {
      const isFull = isNoSpace(error);
      if (!isFull && !isUnreachable(error)) throw error;
      parts.onUnstored?.(error);
      return isFull ? noSpace : unreachable;
    }
  }

  async function attempt<Result>(
    { tx, undo, actor }: { tx: Transaction<Database>; undo: Undo; actor: Actor },
    operation: Operation | null,
    handle: Handle<Result>,
    ifSpent: Answer<Result>,
  ): Promise<Draft<Answer<Result>>> {
    const now = isoNow();
    const unchanged = (value: Answer<Result>, isStored = false): Draft<Answer<Result>> => ({
      events: [],
      finish: () => ({
        ...{ value, announce: () => {} },
        ...(isStored && operation && { answer: { userId: actor.id, operation, answer: value } }),
      }),
    });
    const context = { tx, actor, now, newId, publicUrl: parts.publicUrl(), invitationToken };
    const known = operation && (await readKnown<Result>(tx, actor.id, operation));
    if (known?.kind === 'spent') return unchanged(ifSpent);
    if (known) return unchanged(await revealToken(operation, known.answer, context));
    try {
      return await apply(context, operation, handle, { mostNotified, announcer });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await undo();
      return unchanged(error.failure, isFinal(error.failure.kind));
    }
  }

  return {
    dispatch(actor, operationId, command, sent) {
      const { kind, payload } = command;
      const isFirst = answeredWithPosition.has(kind);
      const operation = operationId === null ? null : operationOf(operationId, command, sent);
      const asked = { operation, scope: scopeOf(command), isFirst };
      // The map gives each kind the handler of its own payload; TypeScript can't follow that through a union.
      const handler = handlers[kind] as Handler<CommandKind>;
      return run<unknown>(actor, asked, (context) => handler(context, payload as never), {
        ok: true,
        data: null,
      });
    },
    execute(actor, { scope = {}, ...operation }, handle) {
      return run(actor, { operation: { ...operation, digests: [digestOf(operation)] }, scope }, handle);
    },
    record(find) {
      const run = async (tx: Transaction<Database>): Promise<Draft<Position[]>> => {
        const found = await find({ tx, now: isoNow(), newId });
        const events = [...found, ...(await withdraw(tx, found))];
        const finish = (appended: AppendedEvent[]) => ({
          value: appended.map(({ position }) => position),
          announce: announcer({ events: appended, changes: [] }),
        });
        return { events, finish };
      };
      return group.run({ scope: {}, run });
    },
    onCommitted(listener) {
      listeners.push(listener);
    },
    waiting: turns.waiting,
  };
}

/** Throws a `Refusal` if the handler refuses. */
async function apply<Result>(
  context: CommandContext,
  operation: Operation | null,
  handle: Handle<Result>,
  { mostNotified, announcer }: { mostNotified: number; announcer: (commit: Commit) => () => void },
): Promise<Draft<Answer<Result>>> {
  const { tx, actor } = context;
  const handled = await handle(context);
  if (!handled.ok) throw new Refusal(handled);
  await forgetCompared(tx, changedCuts(handled.events));
  const activities = await storeActivities(context, handled.activities ?? []);
  const withdrawn = await withdraw(tx, handled.events);
  const { events: notified, isPending } = await notify(context, handled, mostNotified);
  const changes = handled.afterCommit ?? [];
  return {
    events: [...handled.events, ...activities, ...withdrawn, ...notified],
    finish(appended) {
      const positions = readablePositions(actor, appended, changes);
      const value: Answer<Result> = { ok: true, data: handled.result, positions };
      const announce = announcer({ events: appended, changes, isPending });
      if (!operation) return { value, announce };
      return {
        value,
        announce,
        answer: { userId: actor.id, operation, answer: concealToken(operation, value) },
      };
    },
  };
}

/** The positions of the events that the actor may still read once the change is committed. */
function readablePositions(actor: Actor, events: AppendedEvent[], changes: SocketChange[]): Position[] {
  const hidden = new Set<string>();
  for (const change of changes) {
    const isClosed =
      change.kind === 'close-project' || (change.kind === 'leave-project' && change.userId === actor.id);
    if (isClosed) hidden.add(projectTopic(change.projectId));
  }
  const own = userTopic(actor.id);
  return events
    .map(({ position }) => position)
    .filter(({ topic }) => topic === own || (parseTopic(topic).kind === 'project' && !hidden.has(topic)));
}

function operationOf(id: string, command: Command, sent: string | undefined): Operation {
  const { kind } = command;
  const digests = [digestOf(command)];
  if (sent !== undefined) digests.push(digestOf({ kind, sent }));
  return { id, kind, digests };
}

/** Keys are in a fixed order: that of the schema in parsed payloads, sorted in canonical JSON. */
function digestOf(value: Command | { kind: string; sent: string } | { id: string; kind: string }): string {
  return hash('sha256', JSON.stringify(value), 'hex');
}

/**
 * Whether the same operation must be refused forever. Not if it may succeed later, or after sending the bytes again:
 * then its id must stay free to succeed.
 */
function isFinal(kind: ErrorKind): boolean {
  return isPermanent(kind) && kind !== 'hash-mismatch' && kind !== 'size-mismatch';
}

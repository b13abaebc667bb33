import { createHash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { Environment } from '../../common/environment.ts';
import type { SerialQueue } from '../../common/serial-queue.ts';
import type { Command, CommandKind } from '../../protocol/wire/command.ts';
import { type ErrorKind, type Failure, isPermanent } from '../../protocol/wire/error.ts';
import type { Position } from '../../protocol/wire/event.ts';
import { parseTopic, projectTopic, userTopic } from '../../protocol/wire/topic.ts';
import type { Database } from '../db/schema.ts';
import { type AppendedEvent, appendEvents } from '../events/log.ts';
import { failure } from '../failure.ts';
import { createFairQueue } from '../fair-queue.ts';
import { notify } from '../notifications/notify.ts';
import { withdraw } from '../notifications/withdraw.ts';
import { isNoSpace, noSpace } from '../storage/disk.ts';
import { createGroupCommit, mostTogether, type Undo } from './group-commit.ts';
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
import { type Answer, type Operation, readKnown, spentOperation, storeAnswer } from './operations.ts';
import { storeActivities } from './store-activities.ts';

/** The result of one change: events with their positions, and what sockets must do because of it. */
export type Commit = { events: AppendedEvent[]; changes: SocketChange[] };

/**
 * The only way to change what people share. One change runs at a time: apply it, number and append its events, store the
 * answer. Those that wait together share a transaction. After its commit the listeners hear of each of them.
 */
export type Dispatcher = {
  /**
   * A command from a client. A known operation id is answered from the stored answer and changes nothing. `payload` is
   * already parsed; `sent` is the payload as it arrived, as canonical JSON, by which a later version that parses it
   * differently still recognises the operation. `data` is null if the operation was applied so long ago that its answer
   * is no longer kept.
   */
  dispatch(actor: Actor, operationId: string, command: Command, sent?: string): Promise<Answer<unknown>>;
  /** The same for a change that is not a command (committing an upload). `kind` is stored with the answer. */
  execute<Result>(
    actor: Actor,
    operation: { id: string; kind: string },
    run: (context: CommandContext) => Promise<Handled<Result> | Failure>,
  ): Promise<Answer<Result>>;
  /**
   * Facts that the server finds out itself: there is no actor, no operation, no activity. `find` runs in the transaction,
   * may write, and returns the events to append (none: nothing happened; what it wrote is kept). Answers their positions
   * in order. Rejects if `find` throws or the disk is full, and then nothing was changed.
   */
  record(find: (context: FactContext) => Promise<TopicEvent[]>): Promise<Position[]>;
  /**
   * Calls `listener` for each change that appended events or changed memberships, once it is durable, in the order of the
   * changes and before the next ones begin. Listeners are called in the order they were added, and must not throw.
   */
  onCommitted(listener: (commit: Commit) => void): void;
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
type Change<Value> = { value: Value } & Commit;

export function createDispatcher(parts: {
  db: Kysely<Database>;
  queue: SerialQueue;
  handlers: Handlers;
  /** The address under which clients reach this server, without a trailing slash. */
  publicUrl: () => string;
  invitationToken: InvitationToken;
  environment: Environment;
  /** As for `createGroupCommit`. */
  gather?: () => Promise<void>;
}): Dispatcher {
  const { db, queue, handlers, invitationToken, environment } = parts;
  const { newId } = environment;
  const listeners: ((commit: Commit) => void)[] = [];
  const isoNow = () => new Date(environment.clock.now()).toISOString();
  const turns = createFairQueue(turnLimits);
  const group = createGroupCommit({ db, queue, gather: parts.gather });

  function commit<Value>(
    change: (tx: Transaction<Database>, undo: Undo) => Promise<Change<Value>>,
  ): Promise<Value> {
    return group.run(async (tx, undo) => {
      const { value, events, changes } = await change(tx, undo);
      const isNews = events.length + changes.length > 0;
      const tell = () => {
        if (isNews) for (const listener of listeners) listener({ events, changes });
      };
      return { value, tell };
    });
  }

  async function run<Result>(
    actor: Actor,
    operation: Operation,
    handle: Handle<Result>,
    ifSpent: Answer<Result> = spentOperation,
  ): Promise<Answer<Result>> {
    try {
      const ran = await turns.run(actor.id, () =>
        commit((tx, undo) => attempt({ tx, undo, actor }, operation, handle, ifSpent)),
      );
      return ran ? ran.result : tooMany;
    } catch (error) {
      if (isNoSpace(error)) return noSpace;
      throw error;
    }
  }

  async function attempt<Result>(
    { tx, undo, actor }: { tx: Transaction<Database>; undo: Undo; actor: Actor },
    operation: Operation,
    handle: Handle<Result>,
    ifSpent: Answer<Result>,
  ): Promise<Change<Answer<Result>>> {
    const now = isoNow();
    const unchanged = { events: [], changes: [] };
    const context = { tx, actor, now, newId, publicUrl: parts.publicUrl(), invitationToken };
    const known = await readKnown<Result>(tx, actor.id, operation);
    if (known?.kind === 'spent') return { value: ifSpent, ...unchanged };
    if (known) return { value: await revealToken(operation, known.answer, context), ...unchanged };
    try {
      return await apply(context, operation, handle);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await undo();
      if (isFinal(error.failure.kind)) await storeAnswer(tx, actor.id, operation, error.failure, now);
      return { value: error.failure, ...unchanged };
    }
  }

  return {
    dispatch(actor, operationId, command, sent) {
      const { kind, payload } = command;
      const digests = [digestOf(command)];
      if (sent !== undefined) digests.push(digestOf({ kind, sent }));
      const operation = { id: operationId, kind, digests };
      // The map gives each kind the handler of its own payload; TypeScript can't follow that through a union.
      const handler = handlers[kind] as Handler<CommandKind>;
      return run<unknown>(actor, operation, (context) => handler(context, payload as never), {
        ok: true,
        data: null,
      });
    },
    execute(actor, operation, handle) {
      return run(actor, { ...operation, digests: [digestOf(operation)] }, handle);
    },
    record(find) {
      return commit(async (tx): Promise<Change<Position[]>> => {
        const now = isoNow();
        const found = await find({ tx, now, newId });
        const events = await appendEvents(tx, [...found, ...(await withdraw(tx, found))], now);
        return { value: events.map(({ position }) => position), events, changes: [] };
      });
    },
    onCommitted(listener) {
      listeners.push(listener);
    },
  };
}

/** Throws a `Refusal` if the handler refuses. */
async function apply<Result>(
  context: CommandContext,
  operation: Operation,
  handle: Handle<Result>,
): Promise<Change<Answer<Result>>> {
  const { tx, actor, now } = context;
  const handled = await handle(context);
  if (!handled.ok) throw new Refusal(handled);
  const activities = await storeActivities(context, handled.activities ?? []);
  const withdrawn = await withdraw(tx, handled.events);
  const notified = await notify(context, handled);
  const events = await appendEvents(tx, [...handled.events, ...activities, ...withdrawn, ...notified], now);
  const changes = handled.afterCommit ?? [];
  const positions = readablePositions(actor, events, changes);
  const answer: Answer<Result> = { ok: true, data: handled.result, positions };
  await storeAnswer(tx, actor.id, operation, concealToken(operation, answer), now);
  return { value: answer, events, changes };
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

/** Keys are in a fixed order: that of the schema in parsed payloads, sorted in canonical JSON. */
function digestOf(value: Command | { kind: string; sent: string } | { id: string; kind: string }): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

/**
 * Whether the same operation must be refused forever. Not if it may succeed later, or after sending the bytes again:
 * then its id must stay free to succeed.
 */
function isFinal(kind: ErrorKind): boolean {
  return isPermanent(kind) && kind !== 'hash-mismatch' && kind !== 'size-mismatch';
}

import { createHash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { type Environment, systemEnvironment } from '../../common/environment.ts';
import type { Activity } from '../../protocol/wire/activity.ts';
import type { Command, CommandKind } from '../../protocol/wire/command.ts';
import { type ErrorKind, type Failure, isPermanent } from '../../protocol/wire/error.ts';
import type { Position } from '../../protocol/wire/event.ts';
import { parseTopic, projectTopic, userTopic } from '../../protocol/wire/topic.ts';
import type { Dispatcher } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { type AppendedEvent, appendEvents } from '../events/log.ts';
import { notify } from '../notifications/notify.ts';
import { withdraw } from '../notifications/withdraw.ts';
import { isNoSpace, noSpace } from '../storage/disk.ts';
import type {
  ActivityDraft,
  Actor,
  CommandContext,
  Handled,
  Handler,
  SocketChange,
  TopicEvent,
} from './handler.ts';
import type { Handlers } from './handlers.ts';
import type { Lane } from './lane.ts';
import { type Answer, type Operation, readKnown, spentOperation, storeAnswer } from './operations.ts';

/** What a transaction that went through leaves to do. */
type Committed<Result> = { answer: Answer<Result>; events: AppendedEvent[]; changes: SocketChange[] };

/** Carries a handler's failure out of its transaction, which rolls back on the way. */
class Refusal extends Error {
  readonly failure: Failure;
  constructor(refused: Failure) {
    super(refused.message);
    this.failure = refused;
  }
}

/** See `Dispatcher`. `poke` is called after the commit, in the order of commits. */
export function createDispatcher(parts: {
  db: Kysely<Database>;
  lane: Lane;
  handlers: Handlers;
  publicUrl: () => string;
  poke(events: AppendedEvent[], changes: SocketChange[]): void;
  environment?: Environment;
}): Dispatcher {
  const { db, lane, handlers, environment = systemEnvironment } = parts;
  const { newId } = environment;

  function run<Result>(
    actor: Actor,
    operation: Operation,
    handle: (context: CommandContext) => Promise<Handled<Result> | Failure>,
    ifSpent: Answer<Result> = spentOperation,
  ): Promise<Answer<Result>> {
    return lane.run(async () => {
      try {
        const { answer, events, changes } = await attempt(actor, operation, handle, ifSpent);
        parts.poke(events, changes);
        return answer;
      } catch (error) {
        if (isNoSpace(error)) return noSpace;
        throw error;
      }
    });
  }

  async function attempt<Result>(
    actor: Actor,
    operation: Operation,
    handle: (context: CommandContext) => Promise<Handled<Result> | Failure>,
    ifSpent: Answer<Result>,
  ): Promise<Committed<Result>> {
    const now = new Date(environment.clock.now()).toISOString();
    const nothingMore = { events: [], changes: [] };
    try {
      return await db.transaction().execute(async (tx) => {
        const known = await readKnown<Result>(tx, actor.id, operation);
        if (!known) return apply(tx, actor, operation, now, handle);
        return { answer: known.kind === 'answered' ? known.answer : ifSpent, ...nothingMore };
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (isFinal(error.failure.kind)) await storeAnswer(db, actor.id, operation, error.failure, now);
      return { answer: error.failure, ...nothingMore };
    }
  }

  async function apply<Result>(
    tx: Transaction<Database>,
    actor: Actor,
    operation: Operation,
    now: string,
    handle: (context: CommandContext) => Promise<Handled<Result> | Failure>,
  ): Promise<Committed<Result>> {
    const context = { tx, actor, now, newId };
    const handled = await handle({ ...context, publicUrl: parts.publicUrl() });
    if (!handled.ok) throw new Refusal(handled);
    const activities = await storeActivities(context, handled.activities ?? []);
    const withdrawn = await withdraw(tx, handled.events);
    const notified = await notify(context, handled);
    const events = await appendEvents(tx, [...handled.events, ...activities, ...withdrawn, ...notified], now);
    const changes = handled.afterCommit ?? [];
    const positions = readablePositions(actor, events, changes);
    const answer: Answer<Result> = { ok: true, data: handled.result, positions };
    await storeAnswer(tx, actor.id, operation, answer, now);
    return { answer, events, changes };
  }

  return {
    dispatch(actor, operationId, command, sent) {
      const { kind, payload } = command;
      const digests = [digestOf(command)];
      if (sent !== undefined) digests.push(digestOf({ kind, sent }));
      const operation = { id: operationId, kind, digests };
      // The map gives each kind the handler of its own payload; TypeScript can't follow that through a union.
      const handler = handlers[kind] as Handler<CommandKind>;
      const handle = (context: CommandContext) => handler(context, payload as never);
      return run<unknown>(actor, operation, handle, { ok: true, data: null });
    },
    execute(actor, operation, handle) {
      return run(actor, { ...operation, digests: [digestOf(operation)] }, handle);
    },
  };
}

/** The keys stand in one order: in parsed payloads that of the schema, in canonical JSON their own. */
function digestOf(value: Command | { kind: string; sent: string } | { id: string; kind: string }): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

/**
 * Whether the same operation must be refused again for ever. Not where time, or sending bytes again, may mend it:
 * its id must stay free to succeed.
 */
function isFinal(kind: ErrorKind): boolean {
  return isPermanent(kind) && kind !== 'hash-mismatch' && kind !== 'size-mismatch';
}

/** The positions of the events that the actor may still read once the change is committed. */
function readablePositions(actor: Actor, events: AppendedEvent[], changes: SocketChange[]): Position[] {
  const hidden = new Set<string>();
  for (const change of changes) {
    const isOut =
      change.kind === 'close-project' || (change.kind === 'leave-project' && change.userId === actor.id);
    if (isOut) hidden.add(projectTopic(change.projectId));
  }
  const own = userTopic(actor.id);
  return events
    .map(({ position }) => position)
    .filter(({ topic }) => topic === own || (parseTopic(topic).kind === 'project' && !hidden.has(topic)));
}

async function storeActivities(
  { tx, actor: { id, name, avatarUrl }, now: createdAt, newId }: Omit<CommandContext, 'publicUrl'>,
  drafts: ActivityDraft[],
): Promise<TopicEvent[]> {
  const events: TopicEvent[] = [];
  for (const { type, projectId, target, link } of drafts) {
    const actor = { id, name, avatarUrl };
    const activity: Activity = { id: newId(), type, projectId, actor, target, createdAt, link };
    await tx
      .insertInto('activity')
      .values({ id: activity.id, projectId, type, actorId: id, body: JSON.stringify(activity), createdAt })
      .execute();
    events.push({ topic: projectTopic(projectId), event: { name: 'activity:new', payload: activity } });
  }
  return events;
}

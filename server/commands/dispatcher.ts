import { createHash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { Activity } from '../../protocol/wire/activity.ts';
import type { Command, CommandKind } from '../../protocol/wire/command.ts';
import { type ErrorKind, type Failure, isPermanent, type Outcome } from '../../protocol/wire/error.ts';
import { newId } from '../../protocol/wire/id.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import type { Dispatcher } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { type AppendedEvent, appendEvents } from '../events/log.ts';
import { failure } from '../failure.ts';
import { notify } from '../notifications/notify.ts';
import { withdraw } from '../notifications/withdraw.ts';
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

type Operation = { id: string; kind: string; digest: string };

/** What a transaction that went through leaves to do. */
type Committed<Result> = { outcome: Outcome<Result>; events: AppendedEvent[]; changes: SocketChange[] };

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
}): Dispatcher {
  const { db, lane, handlers } = parts;

  function run<Result>(
    actor: Actor,
    operation: Operation,
    handle: (context: CommandContext) => Promise<Handled<Result> | Failure>,
  ): Promise<Outcome<Result>> {
    return lane.run(async () => {
      const now = new Date().toISOString();
      try {
        const { outcome, events, changes } = await db.transaction().execute(async (tx) => {
          const known = await readAnswer<Result>(tx, actor, operation);
          if (known) return { outcome: known, events: [], changes: [] };
          return apply(tx, actor, operation, now, handle);
        });
        parts.poke(events, changes);
        return outcome;
      } catch (error) {
        if (error instanceof Refusal) {
          if (isFinal(error.failure.kind)) await storeAnswer(db, actor, operation, error.failure, now);
          return error.failure;
        }
        if ((error as { code?: string }).code === 'SQLITE_FULL') {
          return failure('no-space', 'The server’s disk is full.');
        }
        throw error;
      }
    });
  }

  async function apply<Result>(
    tx: Transaction<Database>,
    actor: Actor,
    operation: Operation,
    now: string,
    handle: (context: CommandContext) => Promise<Handled<Result> | Failure>,
  ): Promise<Committed<Result>> {
    const handled = await handle({ tx, actor, now, publicUrl: parts.publicUrl() });
    if (!handled.ok) throw new Refusal(handled);
    const activities = await storeActivities(tx, actor, handled.activities ?? [], now);
    const withdrawn = await withdraw(tx, handled.events);
    const notified = await notify({ tx, actor, now }, handled);
    const events = await appendEvents(tx, [...handled.events, ...activities, ...withdrawn, ...notified], now);
    const outcome: Outcome<Result> = { ok: true, data: handled.result };
    await storeAnswer(tx, actor, operation, outcome, now);
    return { outcome, events, changes: handled.afterCommit ?? [] };
  }

  return {
    dispatch(actor, operationId, command) {
      const operation = { id: operationId, kind: command.kind, digest: digestOf(command) };
      // The map gives each kind the handler of its own payload; TypeScript can't follow that through a union.
      const handler = handlers[command.kind] as Handler<CommandKind>;
      return run<unknown>(actor, operation, (context) => handler(context, command.payload as never));
    },
    execute(actor, operation, handle) {
      return run(actor, { ...operation, digest: digestOf(operation) }, handle);
    },
  };
}

/** Parsed payloads have their keys in the order of the schema, so equal commands have equal digests. */
function digestOf(value: Command | { id: string; kind: string }): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

/**
 * Whether the same operation must be refused again for ever. Not where time, or sending bytes again, may mend it:
 * its id must stay free to succeed.
 */
function isFinal(kind: ErrorKind): boolean {
  return isPermanent(kind) && kind !== 'hash-mismatch' && kind !== 'size-mismatch';
}

async function readAnswer<Result>(
  db: Kysely<Database>,
  actor: Actor,
  operation: Operation,
): Promise<Outcome<Result> | null> {
  const row = await db
    .selectFrom('operation')
    .select(['digest', 'answer'])
    .where('userId', '=', actor.id)
    .where('operationId', '=', operation.id)
    .executeTakeFirst();
  if (!row) return null;
  if (row.digest === operation.digest) return JSON.parse(row.answer);
  return failure('conflict', 'This operation id was already used for something else.');
}

async function storeAnswer(
  db: Kysely<Database>,
  actor: Actor,
  { id, kind, digest }: Operation,
  outcome: Outcome<unknown>,
  at: string,
): Promise<void> {
  await db
    .insertInto('operation')
    .values({ userId: actor.id, operationId: id, kind, digest, answer: JSON.stringify(outcome), at })
    .execute();
}

async function storeActivities(
  tx: Transaction<Database>,
  { id, name, avatarUrl }: Actor,
  drafts: ActivityDraft[],
  createdAt: string,
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

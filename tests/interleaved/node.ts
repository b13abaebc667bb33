import { type Kysely, sql } from 'kysely';
import type { Environment } from '../../common/environment.ts';
import { createSerialQueue } from '../../common/serial-queue.ts';
import type { Position } from '../../protocol/wire/event.ts';
import { createDispatcher, type Dispatcher } from '../../server/commands/dispatcher.ts';
import type { CommandContext, Handler } from '../../server/commands/handler.ts';
import { type Handlers, handlers } from '../../server/commands/handlers.ts';
import { createInvitationToken } from '../../server/commands/invitation-token.ts';
import { kyselyOn } from '../../server/db/postgres/open-postgres.ts';
import type { Database } from '../../server/db/schema.ts';
import type { Chance } from '../simulation/chance.ts';
import type { WovenDatabase } from './database.ts';
import type { Gate } from './gate.ts';
import type { Variant } from './variants.ts';
import { createWovenPool, type Seen, type Woven } from './woven-pool.ts';

/** A server's dispatcher with its own connections. */
export type WovenNode = {
  name: string;
  db: Kysely<Database>;
  dispatch: Dispatcher['dispatch'];
  connections(): Woven[];
  /** Whether it has not answered everything. */
  isWorking(): boolean;
  /** The positions that it announced, in order. */
  announced: Position[];
  /** The number of changes in each of its transactions since the gate is there. */
  groups: number[];
  close(): Promise<void>;
};

export function openNode(parts: {
  name: string;
  database: WovenDatabase;
  gate: () => Gate | null;
  environment: Environment;
  chance: Chance;
  /** How often a command fails after it has written. */
  failing: number;
  variant: Variant;
  seen: Seen;
}): WovenNode {
  const { name, database, gate, chance } = parts;
  const { pool, connections } = createWovenPool({
    ...{ pool: database.poolOf(name), node: name, gate },
    ...{ endBackend: database.endBackend, variant: parts.variant, seen: parts.seen },
  });
  const db = kyselyOn<Database>(pool);
  const operationIds = new WeakMap<object, string>();
  const announced: Position[] = [];
  const groups: number[] = [];
  let working = 0;

  async function record({ tx }: CommandContext, payload: object, kind: string): Promise<void> {
    const id = operationIds.get(payload);
    await sql`insert into "wovenEffect" values (${id}, ${kind})`.execute(tx);
  }

  /** The effect is often recorded first, so that whatever is refused has something to undo. */
  const recorded = Object.entries(handlers).map(([kind, handle]) => {
    const recording: Handler<never> = async (context, payload) => {
      const isEarly = chance.is(0.5);
      if (isEarly) await record(context, payload, kind);
      const handled = await (handle as Handler<never>)(context, payload);
      if (handled.ok && !isEarly) await record(context, payload, kind);
      if (handled.ok && gate() && chance.is(parts.failing))
        throw Object.assign(new Error('No room'), { code: '53100' });
      return handled;
    };
    return [kind, recording] as const;
  });
  const dispatcher = createDispatcher({
    ...{ db, handlers: Object.fromEntries(recorded) as unknown as Handlers },
    ...{ queue: createSerialQueue(), publicUrl: () => '', environment: parts.environment },
    invitationToken: createInvitationToken('secret'),
    gather: async () => gate()?.hold({ who: name, what: 'begins a transaction' }, async () => {}),
    observe({ length }) {
      if (gate()) groups.push(length);
    },
  });
  dispatcher.onCommitted(({ events }) => announced.push(...events.map(({ position }) => position)));

  return {
    ...{ name, db, announced, groups, connections },
    isWorking: () => working > 0,
    async dispatch(actor, operationId, command) {
      working += 1;
      // Two requests never share their payload.
      const own = structuredClone(command);
      operationIds.set(own.payload, operationId ?? '');
      try {
        return await dispatcher.dispatch(actor, operationId, own);
      } finally {
        working -= 1;
      }
    },
    close: () => db.destroy(),
  };
}

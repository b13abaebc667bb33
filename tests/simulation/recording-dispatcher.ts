import { sql } from 'kysely';
import type { Dispatcher } from '../../server/commands/dispatcher.ts';
import type { CommandContext, Handler } from '../../server/commands/handler.ts';
import { type Handlers, handlers } from '../../server/commands/handlers.ts';
import type { Gathering } from './gathering.ts';
import type { World } from './world.ts';

/**
 * Records, in each command's transaction, the client's operation id of every command that had an effect. Often it writes
 * that before the command runs, so that one that is refused, or fails, has something to undo.
 */
export function recordingDispatcher(parts: {
  world: World;
  gathering: Gathering;
  isHealed(): boolean;
  newId(): string;
  make(handlers: Handlers): Dispatcher;
}): Dispatcher {
  const { chance, plan, tally, variant } = parts.world;
  const operationIds = new WeakMap<object, string>();
  const inProgress = new Map<string, number>();
  const record = ({ tx }: CommandContext, operationId: string | undefined, kind: string) =>
    operationId === undefined
      ? undefined
      : sql`insert into simulationEffect (operationId, kind) values (${operationId}, ${kind})`.execute(tx);
  const recorded = Object.entries(handlers).map(([kind, handle]) => {
    const recording: Handler<never> = async (context, payload) => {
      const operationId = operationIds.get(payload as object);
      const isEarly = chance.is(0.5);
      if (isEarly) await record(context, operationId, kind);
      const handled = await (handle as Handler<never>)(context, payload);
      if (!handled.ok) parts.gathering.notDone('refused');
      else if (!isEarly) await record(context, operationId, kind);
      if (handled.ok && !parts.isHealed() && chance.is(plan.failing)) {
        parts.gathering.notDone('failed');
        throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
      }
      return handled;
    };
    return [kind, recording] as const;
  });
  const made = parts.make(Object.fromEntries(recorded) as unknown as Handlers);
  const { dispatch } = variant.dispatcher?.(made, parts.newId) ?? made;
  return {
    ...made,
    async dispatch(actor, operationId, command, ...rest) {
      if (operationId === null) return dispatch(actor, operationId, command, ...rest);
      operationIds.set(command.payload, operationId);
      const before = inProgress.get(operationId) ?? 0;
      if (before > 0) tally.repeatsInProgress += 1;
      inProgress.set(operationId, before + 1);
      try {
        return await dispatch(actor, operationId, command, ...rest);
      } finally {
        inProgress.set(operationId, (inProgress.get(operationId) ?? 1) - 1);
      }
    },
  };
}

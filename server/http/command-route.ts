import type { Request, RequestHandler } from 'express';
import type { Environment } from '../../common/environment.ts';
import type { Command, CommandKind } from '../../protocol/wire/command.ts';
import { commandSchemas } from '../../protocol/wire/command.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import { idSchema } from '../../protocol/wire/id.ts';
import { spentOperation } from '../commands/operations.ts';
import type { ServerContext } from '../context.ts';
import { failure, parseInput } from '../failure.ts';
import { sendFailure, sendOutcome } from './answer.ts';
import { canonicalJson } from './canonical-json.ts';
import { signedIn } from './signed-in.ts';

/** The command of that kind, if the payload fits its schema. */
export function parseCommand(kind: CommandKind, payload: unknown): Outcome<Command> {
  const parsed = parseInput(commandSchemas[kind].payload, payload);
  if (!parsed.ok) return parsed;
  // TypeScript can't tell that the payload was parsed by the schema of this kind.
  return { ok: true, data: { kind, payload: parsed.data } as Command };
}

/** The operation id of a request: its `Idempotency-Key`, or a new one. */
export function readOperationId(request: Request, { newId }: Environment): Outcome<string> {
  const key = readIdempotencyKey(request);
  return key.ok ? { ok: true, data: key.data ?? newId() } : key;
}

/** Null if the request has none. */
function readIdempotencyKey(request: Request): Outcome<string | null> {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return { ok: true, data: null };
  const parsed = idSchema.safeParse(key);
  return parsed.success
    ? { ok: true, data: parsed.data }
    : failure('invalid', 'Idempotency-Key: is not an id');
}

/**
 * A documented route that runs a command. `input` makes the payload from path and body. If the body of a `*.create`
 * has no `id`, the operation id becomes the id: so the same `Idempotency-Key` creates the same thing once.
 */
export function commandRoute<Kind extends CommandKind>(
  context: ServerContext,
  kind: Kind,
  status: 200 | 201,
  input: (request: Request) => object | Promise<object>,
): RequestHandler {
  return signedIn(context, async (actor, request, response) => {
    const key = readIdempotencyKey(request);
    if (!key.ok) return sendFailure(response, key);
    const payload = { id: key.data ?? context.environment.newId(), ...(await input(request)) };
    const sent = canonicalJson(payload);
    if (!sent.ok) return sendFailure(response, sent);
    const command = parseCommand(kind, payload);
    if (!command.ok) return sendFailure(response, command);
    const outcome = await context.dispatcher.dispatch(actor, key.data, command.data, sent.data);
    sendOutcome(response, outcome.ok && outcome.data === null ? spentOperation : outcome, status);
  });
}

import { Router } from 'express';
import { isCommandKind } from '../../protocol/wire/command.ts';
import {
  type CommandBatch,
  type CommandBatchAnswer,
  commandBatchSchema,
  maximumCommandBytes,
} from '../../protocol/wire/command-batch.ts';
import { errorStatus, type Failure, isPermanent } from '../../protocol/wire/error.ts';
import type { Actor } from '../commands/handler.ts';
import type { Answer } from '../commands/operations.ts';
import type { ServerContext } from '../context.ts';
import { failure, parseEnvelope } from '../failure.ts';
import { sendFailure } from './answer.ts';
import { accountJson } from './body.ts';
import { canonicalJson } from './canonical-json.ts';
import { parseCommand } from './command-route.ts';
import { signedInReading } from './signed-in.ts';

type Operation = CommandBatch['operations'][number];

/** A full batch of commands of the largest size, with room for the JSON around them. */
const maximumBatchBytes = 100 * (maximumCommandBytes + 1024);

/** `POST /api/commands`: runs many operations in order and answers each of them. */
export function createCommandBatchRoutes(context: ServerContext): Router {
  const router = Router();

  async function run(actor: Actor, operation: Operation): Promise<Answer<unknown>> {
    const { operationId, kind, payload } = operation;
    if (!isCommandKind(kind)) return failure('invalid', `kind: ${kind.slice(0, 60)} is unknown.`);
    const sent = canonicalJson(payload);
    if (!sent.ok) return sent;
    if (Buffer.byteLength(sent.data) > maximumCommandBytes) {
      return failure('too-large', 'A command can have at most 64 KB.');
    }
    const command = parseCommand(kind, payload);
    if (!command.ok) return command;
    try {
      return await context.dispatcher.dispatch(actor, operationId, command.data, sent.data);
    } catch (error) {
      context.log.error({ err: error, kind }, 'A command failed');
      return failure('internal', 'Something went wrong on the server.');
    }
  }

  router.post(
    '/api/commands',
    signedInReading(context, accountJson(maximumBatchBytes), async (actor, request, response) => {
      const batch = parseEnvelope(commandBatchSchema, request.body);
      if (!batch.ok) return sendFailure(response, batch);
      const answers: CommandBatchAnswer['answers'] = [];
      let stopped: Failure | undefined;
      for (const operation of batch.data.operations) {
        const { operationId } = operation;
        const answer = stopped ?? (await run(actor, operation));
        if (answer.ok) {
          const { data: result, positions } = answer;
          answers.push({ operationId, ok: true, result, ...(positions && { positions }) });
          continue;
        }
        const { kind, message } = answer;
        answers.push({ operationId, ok: false, kind, message, statusCode: errorStatus[kind] });
        // The client will retry this operation. Later ones may build on it, so they must not run before it.
        if (!isPermanent(kind)) stopped ??= failure(kind, 'Not tried, because an earlier operation failed.');
      }
      response.json({ answers } satisfies CommandBatchAnswer);
    }),
  );
  return router;
}

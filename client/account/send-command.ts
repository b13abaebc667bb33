import type { Environment } from '../../common/environment.ts';
import {
  type CommandKind,
  type CommandPayload,
  type CommandResult,
  commandSchemas,
} from '../../protocol/wire/command.ts';
import { commandBatchAnswerSchema, readCommandAnswer } from '../../protocol/wire/command-batch.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import type { RequestFailureKind, ServerClient } from '../session/server-client.ts';
import { clientText } from '../text.ts';

/**
 * Sends one command now, bypassing the outbox: for what makes no sense later or without its answer, such as accepting
 * an invitation. A failure leaves nothing queued.
 */
export async function sendCommand<Kind extends CommandKind>(
  { client, environment }: { client: ServerClient; environment: Pick<Environment, 'newId'> },
  kind: Kind,
  payload: CommandPayload<Kind>,
): Promise<Outcome<CommandResult<Kind>, RequestFailureKind>> {
  const answered = await client.request({
    method: 'POST',
    path: '/api/commands',
    body: { operations: [{ operationId: environment.newId(), kind, payload }] },
    schema: commandBatchAnswerSchema,
    isRepeatable: true,
  });
  if (!answered.ok) return answered;
  const [answer] = answered.data.answers.map(readCommandAnswer);
  if (!answer) return { ok: false, kind: 'internal', message: clientText.changeUnanswered };
  if (!answer.ok) return { ok: false, kind: answer.kind, message: answer.message };
  return { ok: true, data: commandSchemas[kind].result.parse(answer.result) as CommandResult<Kind> };
}

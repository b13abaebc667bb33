import type * as z from 'zod';
import type { Answer } from '../../../protocol/ipc/bridge.ts';
import { knownKind } from '../../../protocol/wire/error.ts';
import {
  partyAnswerSchema,
  partyClockAnswerSchema,
  partyDoneSchema,
  partyListAnswerSchema,
} from '../../../protocol/wire/party.ts';
import type { Connection } from '../../realtime/connection.ts';
import { clientText } from '../../text.ts';
import { done, type HandlersOf, nothing, type WithAccount } from './handlers.ts';

type Refusal = { ok: false; kind: string; message: string };

export function createPartyHandlers(withAccount: WithAccount): HandlersOf<'party'> {
  return {
    'party.list': () =>
      withAccount(async ({ connection }) => {
        const answer = await ask(connection, 'party:list', {}, partyListAnswerSchema);
        return answer.ok ? done(answer.parties) : refused(answer);
      }),
    'party.start': (input) =>
      withAccount(async ({ connection }) => {
        const answer = await ask(connection, 'party:start', input, partyAnswerSchema);
        return answer.ok ? done({ party: answer.party, state: answer.state }) : refused(answer);
      }),
    'party.join': (input) =>
      withAccount(async ({ connection }) => {
        const answer = await ask(connection, 'party:join', input, partyAnswerSchema);
        return answer.ok ? done({ party: answer.party, state: answer.state }) : refused(answer);
      }),
    'party.leave': () =>
      withAccount(({ connection }) => {
        connection.send('party:leave', {});
        return nothing;
      }),
    'party.control': (input) =>
      withAccount(async ({ connection }) => {
        const answer = await ask(connection, 'party:control', input, partyDoneSchema);
        return answer.ok ? nothing : refused(answer);
      }),
    'party.point': (input) =>
      withAccount(({ connection }) => {
        connection.send('party:point', input);
        return nothing;
      }),
    'party.clock': (input) =>
      withAccount(async ({ connection }) => {
        const answer = await ask(connection, 'party:clock', input, partyClockAnswerSchema);
        return answer.ok ? done({ at: answer.at, partyId: answer.partyId }) : refused(answer);
      }),
  };
}

async function ask<Schema extends z.ZodType>(
  connection: Connection,
  event: string,
  input: object,
  schema: Schema,
): Promise<z.output<Schema> | Refusal> {
  let answer: unknown;
  try {
    answer = await connection.request(event, input);
  } catch {
    // Also a server that is too old to know the event.
    return { ok: false, kind: 'offline', message: clientText.partyUnanswered };
  }
  const parsed = schema.safeParse(answer);
  return parsed.success
    ? parsed.data
    : { ok: false, kind: 'internal', message: clientText.incompatibleServer };
}

function refused({ kind, message }: Refusal): Answer<never> {
  return { ok: false, kind: kind === 'offline' ? kind : knownKind(kind, undefined), message };
}

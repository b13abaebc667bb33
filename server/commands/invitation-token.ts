import { createHmac } from 'node:crypto';
import type { CommandKind, CommandResult } from '../../protocol/wire/command.ts';
import type { Answer } from './operations.ts';

type Invitation = CommandResult<'project.invite'>;

/** The token of an invitation, 256 bits in base64url. */
export type InvitationToken = (invitation: Pick<Invitation, 'id' | 'expiresAt'>) => string;

const kind: CommandKind = 'project.invite';

/**
 * Tokens are derived from the server's secret, which is not in the database: so the database holds their hashes only,
 * and an operation that is repeated is still answered with the same link.
 */
export function createInvitationToken(secret: string): InvitationToken {
  return ({ id, expiresAt }) =>
    createHmac('sha256', secret).update(`invitation ${id} ${expiresAt}`).digest('base64url');
}

export function invitationUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/invite/${token}`;
}

/** An answer as it is stored: without the token. */
export function concealToken(operation: { kind: string }, answer: Answer<unknown>): Answer<unknown> {
  if (operation.kind !== kind || !answer.ok) return answer;
  const { token: _token, url: _url, ...data } = answer.data as Invitation;
  return { ...answer, data };
}

/** The answer that was stored, with its token again. */
export function revealToken<Result>(
  operation: { kind: string },
  answer: Answer<Result>,
  parts: { invitationToken: InvitationToken; publicUrl: string },
): Answer<Result> {
  if (operation.kind !== kind || !answer.ok) return answer;
  const stored = answer.data as Pick<Invitation, 'id' | 'expiresAt'>;
  const token = parts.invitationToken(stored);
  return { ...answer, data: { ...stored, token, url: invitationUrl(parts.publicUrl, token) } as Result };
}

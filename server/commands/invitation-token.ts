import { createHmac } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { CommandKind, CommandResult } from '../../protocol/wire/command.ts';
import type { Database } from '../db/schema.ts';
import { failure } from '../failure.ts';
import { hashToken } from '../hash-token.ts';
import type { Answer } from './operations.ts';

type Invitation = CommandResult<'project.invite'>;

/** The token of an invitation, 256 bits in base64url. */
export type InvitationToken = (invitation: Pick<Invitation, 'id' | 'expiresAt'>) => string;

const kind: CommandKind = 'project.invite';

/**
 * Tokens are derived from a secret of the server that is in neither database nor backups: so the database holds their hashes only,
 * and an operation that is repeated is still answered with the same link.
 */
export function createInvitationToken(secret: string): InvitationToken {
  return ({ id, expiresAt }) =>
    createHmac('sha256', secret).update(`invitation ${id} ${expiresAt}`).digest('base64url');
}

export function invitationUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/join/${token}`;
}

/** An answer as it is stored: without the token. */
export function concealToken(operation: { kind: string }, answer: Answer<unknown>): Answer<unknown> {
  if (operation.kind !== kind || !answer.ok) return answer;
  const { token: _token, url: _url, ...data } = answer.data as Invitation;
  return { ...answer, data };
}

/** The answer that was stored, with its token again. After a restore it can't be made again: the link itself still works. */
export async function revealToken<Result>(
  operation: { kind: string },
  answer: Answer<Result>,
  parts: { tx: Kysely<Database>; invitationToken: InvitationToken; publicUrl: string },
): Promise<Answer<Result>> {
  if (operation.kind !== kind || !answer.ok) return answer;
  const stored = answer.data as Pick<Invitation, 'id' | 'expiresAt'>;
  const token = parts.invitationToken(stored);
  const row = await parts.tx
    .selectFrom('invitation')
    .select('tokenHash')
    .where('id', '=', stored.id)
    .executeTakeFirst();
  if (row && row.tokenHash !== hashToken(token)) {
    return failure('conflict', 'The link of this invitation can’t be shown again. Invite them again.');
  }
  return { ...answer, data: { ...stored, token, url: invitationUrl(parts.publicUrl, token) } as Result };
}

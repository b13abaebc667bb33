import { record } from '../audit/record.ts';
import { notFound, refuse } from './access.ts';
import type { Handler } from './handler.ts';
import { anyone } from './project-invite.ts';
import { withdrawInvitations } from './withdraw-invitations.ts';

/** An invitation that was accepted is over: there is nothing to revoke. */
export const handleInvitationRevoke: Handler<'invitation.revoke'> = async (context, { id }) => {
  const { tx } = context;
  const invitation = await tx
    .selectFrom('invitation')
    .select(['projectId', 'email'])
    .where('id', '=', id)
    .where('acceptedAt', 'is', null)
    .executeTakeFirst();
  if (!invitation) return notFound('invitation');
  const { projectId, email } = invitation;
  const refusal = await refuse(context, projectId, 'invitation.revoke', 'invitation');
  if (refusal) return refusal;
  await record(context, { kind: 'invitation.revoked', subject: { id, name: email || anyone }, projectId });
  return { ok: true, result: {}, events: await withdrawInvitations(tx, projectId, { id }) };
};

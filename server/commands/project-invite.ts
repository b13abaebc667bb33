import { failure } from '../failure.ts';
import { hashToken } from '../hash-token.ts';
import { refuse } from './access.ts';
import type { Handler } from './handler.ts';
import { invitationUrl } from './invitation-token.ts';

const lifetimeMilliseconds = 14 * 24 * 60 * 60 * 1000;

/** An invitation is valid for 14 days, for one email address. Inviting the same address again ends the earlier one. */
export const handleProjectInvite: Handler<'project.invite'> = async (context, payload) => {
  const { tx, actor, now, publicUrl } = context;
  const { id, projectId, role } = payload;
  const email = payload.email.toLowerCase();
  const refusal = await refuse(context, projectId, 'ADMIN', 'project');
  if (refusal) return refusal;
  const member = await tx
    .selectFrom('member')
    .innerJoin('user', 'user.id', 'member.userId')
    .select('user.id')
    .where('member.projectId', '=', projectId)
    .where('user.email', '=', email)
    .executeTakeFirst();
  if (member) return failure('conflict', 'email: This person is already a member of the project.');
  await tx
    .deleteFrom('invitation')
    .where('projectId', '=', projectId)
    .where('email', '=', email)
    .where('acceptedAt', 'is', null)
    .execute();
  const expiresAt = new Date(Date.parse(now) + lifetimeMilliseconds).toISOString();
  const token = context.invitationToken({ id, expiresAt });
  const made = await tx
    .insertInto('invitation')
    .values({
      id,
      projectId,
      email,
      role,
      tokenHash: hashToken(token),
      expiresAt,
      createdAt: now,
      createdBy: actor.id,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 0n) return failure('conflict', 'id: This id is already in use.');
  const invited = await tx
    .selectFrom('user')
    .innerJoin('project', (join) => join.on('project.id', '=', projectId))
    .select(['user.id', 'project.name'])
    .where('user.email', '=', email)
    .executeTakeFirst();
  return {
    ok: true,
    result: { id, email, role, token, url: invitationUrl(publicUrl, token), expiresAt },
    events: [],
    ...(invited && {
      notifications: [
        {
          to: [invited.id],
          type: 'invited' as const,
          title: `${actor.name} invites you to “${invited.name}”`,
          // Only the admin gets the token: having an account doesn't prove that its email address is one's own.
          message: `Open the link that ${actor.name} sends you to join.`,
          link: { projectId },
        },
      ],
    }),
  };
};

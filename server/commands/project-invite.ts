import { record } from '../audit/record.ts';
import { failure } from '../failure.ts';
import { hashToken } from '../hash-token.ts';
import { acquaintanceOf } from '../notifications/stranger-notices.ts';
import { refuse } from './access.ts';
import type { CommandContext, Handler } from './handler.ts';
import { invitationUrl } from './invitation-token.ts';

/** Of one person, to all addresses together. */
const mostInvitationsPerHour = 100;

const lifetimeMilliseconds = 14 * 24 * 60 * 60 * 1000;

/** An invitation is valid for 14 days, for one email address. Inviting the same address again ends the earlier one. */
export const handleProjectInvite: Handler<'project.invite'> = async (context, payload) => {
  const { tx, actor, now, publicUrl } = context;
  const { id, projectId, role } = payload;
  const email = payload.email.toLowerCase();
  const refusal = await refuse(context, projectId, 'project.invite', 'project');
  if (refusal) return refusal;
  const member = await tx
    .selectFrom('member')
    .innerJoin('user', 'user.id', 'member.userId')
    .select('user.id')
    .where('member.projectId', '=', projectId)
    .where('user.email', '=', email)
    .executeTakeFirst();
  if (member) return failure('conflict', 'email: This person is already a member of the project.');
  if (await isInvitingTooMuch(context)) {
    return failure('rate-limited', 'You have sent many invitations. Try again in an hour.');
  }
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
  await record(context, { kind: 'member.invited', subject: { id, name: email }, projectId, detail: role });
  const invited = await tx
    .selectFrom('user')
    .innerJoin('project', (join) => join.on('project.id', '=', projectId))
    .select(['user.id', 'project.name'])
    .where('user.email', '=', email)
    .executeTakeFirst();
  const acquaintance = invited ? await acquaintanceOf(context, invited.id) : 'limited';
  return {
    ok: true,
    result: { id, email, role, token, url: invitationUrl(publicUrl, token), expiresAt },
    events: [],
    ...(invited &&
      acquaintance !== 'limited' && {
        notifications: [
          {
            to: [invited.id],
            type: 'invited' as const,
            ...invitationText(acquaintance, actor.name, invited.name),
            link: { projectId },
            actor: { id: actor.id, name: actor.name, avatarUrl: actor.avatarUrl },
          },
        ],
      }),
  };
};

/** A stranger's words are never the title. Only the admin gets the token: an address isn't proven by an account. */
function invitationText(
  acquaintance: 'known' | 'stranger',
  actor: string,
  project: string,
): { title: string; message: string } {
  return acquaintance === 'known'
    ? {
        title: `${actor} invites you to “${project}”`,
        message: `Open the link that ${actor} sends you to join.`,
      }
    : {
        title: 'You’re invited to a project',
        message: `${actor} invites you to “${project}”. Open the link that they send you to join.`,
      };
}

async function isInvitingTooMuch({ tx, actor, now }: CommandContext): Promise<boolean> {
  const { count } = await tx
    .selectFrom('invitation')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('createdBy', '=', actor.id)
    .where('createdAt', '>', new Date(Date.parse(now) - 60 * 60 * 1000).toISOString())
    .executeTakeFirstOrThrow();
  return count >= mostInvitationsPerHour;
}

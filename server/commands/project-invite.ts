import type { CommandPayload } from '../../protocol/wire/command.ts';
import type { Failure } from '../../protocol/wire/error.ts';
import { record } from '../audit/record.ts';
import { failure } from '../failure.ts';
import { hashToken } from '../hash-token.ts';
import { acquaintanceOf } from '../notifications/stranger-notices.ts';
import { refuse } from './access.ts';
import type { CommandContext, Handler } from './handler.ts';
import { invitationUrl } from './invitation-token.ts';

type Payload = CommandPayload<'project.invite'>;

/** The subject of a link in the audit log. */
export const anyone = 'anyone with the link';

/** Of one person, to all addresses together. */
const mostInvitationsPerHour = 100;

const dayMilliseconds = 24 * 60 * 60 * 1000;
const usualDays = { address: 14, anyone: 7 };
const usualUses = 10;

/** Links for anyone that are open in one project. */
const mostLinks = 20;

/**
 * An invitation is for one email address, or for anyone who has the link. Inviting the same address again ends the earlier one.
 */
export const handleProjectInvite: Handler<'project.invite'> = async (context, payload) => {
  const { tx, actor, now, publicUrl } = context;
  const { id, projectId, role } = payload;
  const email = payload.email?.toLowerCase() ?? '';
  const refusal =
    (await refuse(context, projectId, 'project.invite', 'project')) ??
    (email === '' ? await refuseLink(context, payload) : await refuseAddress(context, payload, email));
  if (refusal) return refusal;
  if (await isInvitingTooMuch(context)) {
    return failure('rate-limited', 'You have sent many invitations. Try again in an hour.');
  }
  await tx
    .deleteFrom('invitation')
    .where('projectId', '=', projectId)
    .where('email', '=', email)
    .where('email', '!=', '')
    .where('acceptedAt', 'is', null)
    .execute();
  const days = payload.days ?? (email === '' ? usualDays.anyone : usualDays.address);
  const mostUses = email === '' ? (payload.mostUses ?? usualUses) : 1;
  const expiresAt = new Date(Date.parse(now) + days * dayMilliseconds).toISOString();
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
      mostUses,
      createdAt: now,
      createdBy: actor.id,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 0n) return failure('conflict', 'id: This id is already in use.');
  await record(context, {
    kind: 'member.invited',
    subject: { id, name: email || anyone },
    projectId,
    detail: role,
  });
  const invited = await tx
    .selectFrom('user')
    .innerJoin('project', (join) => join.on('project.id', '=', projectId))
    .select(['user.id', 'project.name'])
    .where('user.email', '=', email)
    .executeTakeFirst();
  const acquaintance = invited ? await acquaintanceOf(context, invited.id) : 'limited';
  return {
    ok: true,
    result: { id, email, role, token, url: invitationUrl(publicUrl, token), expiresAt, mostUses },
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

/** A link may be passed on, so it makes nobody an admin. */
async function refuseLink(
  { tx, now }: CommandContext,
  { projectId, role }: Payload,
): Promise<Failure | null> {
  if (role === 'ADMIN') {
    return failure(
      'invalid',
      'role: A link for anyone can’t make an admin. Invite their email, or change their role later.',
    );
  }
  const { count } = await tx
    .selectFrom('invitation')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('projectId', '=', projectId)
    .where('email', '=', '')
    .where('acceptedAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirstOrThrow();
  return count >= mostLinks
    ? failure('too-large', 'A project can have at most 20 open invitation links. Revoke some of them.')
    : null;
}

async function refuseAddress(
  { tx }: CommandContext,
  { projectId, mostUses }: Payload,
  email: string,
): Promise<Failure | null> {
  if (mostUses !== undefined) {
    return failure('invalid', 'mostUses: An invitation for an email can be used once.');
  }
  const member = await tx
    .selectFrom('member')
    .innerJoin('user', 'user.id', 'member.userId')
    .select('user.id')
    .where('member.projectId', '=', projectId)
    .where('user.email', '=', email)
    .executeTakeFirst();
  return member ? failure('conflict', 'email: This person is already a member of the project.') : null;
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

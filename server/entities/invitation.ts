import type { Kysely } from 'kysely';
import type { InvitationPreview, PendingInvitation } from '../../protocol/wire/member.ts';
import type { Database } from '../db/schema.ts';
import { hashToken } from '../hash-token.ts';
import { pathOfPicture } from '../pictures/pictures.ts';

/** An invitation as the holder of its link may see it; undefined if there is none of this token. */
export async function readInvitation(
  db: Kysely<Database>,
  token: string,
  now: string,
): Promise<InvitationPreview | undefined> {
  const row = await db
    .selectFrom('invitation')
    .innerJoin('project', 'project.id', 'invitation.projectId')
    .innerJoin('user', 'user.id', 'invitation.createdBy')
    .leftJoin('picture', 'picture.projectId', 'project.id')
    .select(['invitation.email', 'invitation.role', 'invitation.expiresAt', 'invitation.acceptedAt'])
    .select(['project.name', 'user.name as inviter', 'user.disabledAt', 'picture.mimeType', 'picture.bytes'])
    .select((eb) => [
      eb
        .selectFrom('member')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('member.projectId', '=', 'project.id')
        .as('members'),
      eb
        .selectFrom('cut')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('cut.projectId', '=', 'project.id')
        .where('cut.alternate', 'is', null)
        .as('songs'),
    ])
    .where('invitation.tokenHash', '=', hashToken(token))
    .executeTakeFirst();
  if (!row) return readAccountInvitation(db, token, now);
  const picture = row.bytes && `data:${row.mimeType};base64,${Buffer.from(row.bytes).toString('base64')}`;
  return {
    // Those of a disabled account are good again once it is enabled.
    state: row.acceptedAt !== null ? 'used' : row.expiresAt <= now || row.disabledAt ? 'expired' : 'open',
    invitedBy: row.inviter,
    project: { name: row.name, picture, songs: row.songs ?? 0, members: row.members ?? 0 },
    ...{ email: row.email, role: row.role, expiresAt: row.expiresAt },
  };
}

/** The invitations to a project that can still be accepted, newest first. */
export async function readPendingInvitations(
  db: Kysely<Database>,
  projectId: string,
  now: string,
): Promise<PendingInvitation[]> {
  const rows = await db
    .selectFrom('invitation')
    .innerJoin('user', 'user.id', 'invitation.createdBy')
    .leftJoin('picture', 'picture.userId', 'user.id')
    .select(['invitation.id', 'invitation.email', 'invitation.role', 'invitation.createdAt'])
    .select(['invitation.expiresAt', 'invitation.uses', 'invitation.mostUses'])
    .select(['user.id as userId', 'user.name', 'picture.sha256'])
    .where('invitation.projectId', '=', projectId)
    .where('acceptedAt', 'is', null)
    .where('expiresAt', '>', now)
    .orderBy('invitation.createdAt', 'desc')
    .execute();
  return rows.map(({ userId, name, sha256, ...invitation }) => ({
    ...invitation,
    invitedBy: { id: userId, name, avatarUrl: pathOfPicture(sha256) },
  }));
}

/** An invitation of the operator, to make an account. */
async function readAccountInvitation(
  db: Kysely<Database>,
  token: string,
  now: string,
): Promise<InvitationPreview | undefined> {
  const row = await db
    .selectFrom('accountInvitation')
    .leftJoin('user', 'user.id', 'accountInvitation.createdBy')
    .select(['accountInvitation.email', 'expiresAt', 'usedAt', 'user.name'])
    .where('tokenHash', '=', hashToken(token))
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    state: row.usedAt !== null ? 'used' : row.expiresAt <= now ? 'expired' : 'open',
    ...{
      invitedBy: row.name ?? '',
      project: null,
      email: row.email,
      role: 'MEMBER',
      expiresAt: row.expiresAt,
    },
  };
}

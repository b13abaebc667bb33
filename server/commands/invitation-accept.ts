import { projectTopic, userTopic } from '../../protocol/wire/topic.ts';
import { record } from '../audit/record.ts';
import { readBandmateIds } from '../entities/bandmate.ts';
import { readMembers } from '../entities/member.ts';
import { readRoomMessages } from '../entities/room-message.ts';
import { failure } from '../failure.ts';
import { hashToken } from '../hash-token.ts';
import { notFound } from './access.ts';
import type { Handler } from './handler.ts';
import { refuseIfFull } from './limits.ts';

/**
 * Only an account with the invited address may accept, or anyone if there is none. Accepting again as a member changes nothing.
 */
export const handleInvitationAccept: Handler<'invitation.accept'> = async (context, { token }) => {
  const { tx, actor, now } = context;
  const invitation = await tx
    .selectFrom('invitation')
    .selectAll()
    .where('tokenHash', '=', hashToken(token))
    .executeTakeFirst();
  if (!invitation) return notFound('invitation');
  if (invitation.email !== '' && invitation.email !== actor.email.toLowerCase()) {
    return failure(
      'forbidden',
      'This invitation is for a different email address from the one you signed in with.',
    );
  }
  const { projectId, role } = invitation;
  const [present] = await readMembers(tx, projectId, actor.id);
  if (present) return { ok: true, result: present, events: [] };
  if (invitation.acceptedAt !== null) return failure('not-found', 'This invitation has already been used.');
  const maker = await tx
    .selectFrom('user')
    .select('disabledAt')
    .where('id', '=', invitation.createdBy)
    .executeTakeFirst();
  if (invitation.expiresAt <= now || maker?.disabledAt)
    return failure('not-found', 'This invitation has expired. Ask for a new one.');
  const full =
    (await refuseIfFull(tx, 'membersOfProject', projectId)) ??
    (await refuseIfFull(tx, 'projectsOfPerson', actor.id));
  if (full) return full;
  await tx
    .updateTable('invitation')
    .set({
      uses: invitation.uses + 1,
      acceptedBy: actor.id,
      acceptedAt: invitation.uses + 1 >= invitation.mostUses ? now : null,
    })
    .where('id', '=', invitation.id)
    .execute();
  const before = await readBandmateIds(tx, actor.id);
  // Earlier messages are no news, even if the clock was set back since.
  const [last] = await readRoomMessages(tx, projectId, { limit: 1 });
  const roomReadUpTo = last && last.createdAt > now ? last.createdAt : null;
  await tx
    .insertInto('member')
    .values({ projectId, userId: actor.id, role, joinedAt: now, roomReadUpTo })
    .execute();
  await record(context, { kind: 'member.joined', projectId, detail: role });
  const after = await readBandmateIds(tx, actor.id);
  const [member] = await readMembers(tx, projectId, actor.id);
  if (!member) throw new Error('The new member is missing.');
  return {
    ok: true,
    result: member,
    events: [
      { topic: projectTopic(projectId), event: { name: 'member:joined', payload: member } },
      { topic: userTopic(actor.id), event: { name: 'project:joined', payload: { projectId } } },
    ],
    activities: [
      {
        type: 'member_joined',
        projectId,
        target: { type: 'member', id: actor.id, name: actor.name },
        link: { projectId },
      },
    ],
    afterCommit: [{ kind: 'met', userId: actor.id, otherIds: [...after].filter((id) => !before.has(id)) }],
  };
};

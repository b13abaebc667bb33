import { projectTopic, userTopic } from '../../protocol/wire/topic.ts';
import { record } from '../audit/record.ts';
import { readBandmateIds } from '../entities/bandmate.ts';
import { readMembers } from '../entities/member.ts';
import { failure } from '../failure.ts';
import { notFound, refuse } from './access.ts';
import type { Handler } from './handler.ts';
import { withdrawInvitations } from './withdraw-invitations.ts';

/**
 * Admins may remove anyone and everyone may leave, except the owner: so a project always has members and an admin, by whom
 * it and its files can be reached.
 */
export const handleMemberRemove: Handler<'member.remove'> = async (context, { projectId, userId }) => {
  const { tx, actor } = context;
  const isLeaving = userId === actor.id;
  const refusal = await refuse(context, projectId, isLeaving ? 'member.leave' : 'member.remove', 'project');
  if (refusal) return refusal;
  const members = await readMembers(tx, projectId);
  const member = members.find(({ user }) => user.id === userId);
  if (!member) return notFound('member');
  const others = members.filter((other) => other !== member);
  if (others.length === 0) {
    return failure('conflict', 'You are the only member of this project. Delete it instead of leaving it.');
  }
  if (member.isOwner && !isLeaving) return failure('forbidden', 'The owner of a project can’t be removed.');
  if (member.isOwner) {
    return failure('conflict', 'The owner of a project can’t leave it. Make somebody else the owner first.');
  }
  const before = await readBandmateIds(tx, userId);
  await tx.deleteFrom('member').where('projectId', '=', projectId).where('userId', '=', userId).execute();
  const after = await readBandmateIds(tx, userId);
  const { email } = await tx
    .selectFrom('user')
    .select('email')
    .where('id', '=', userId)
    .executeTakeFirstOrThrow();
  const kind = isLeaving ? 'member.left' : 'member.removed';
  await record(context, { kind, subject: { id: userId, name: email }, projectId });
  // A removed member must not have left a way back for another account of theirs.
  const withdrawn = await withdrawInvitations(tx, projectId, { createdBy: userId });
  // They may have a link for anyone, from when it was passed around in the band.
  if (!isLeaving) withdrawn.push(...(await withdrawInvitations(tx, projectId, { email: '' })));
  return {
    ok: true,
    result: {},
    events: [
      { topic: projectTopic(projectId), event: { name: 'member:left', payload: { projectId, userId } } },
      { topic: userTopic(userId), event: { name: 'project:left', payload: { projectId } } },
      ...withdrawn,
    ],
    activities: [
      {
        type: 'member_left',
        projectId,
        target: { type: 'member', id: userId, name: member.user.name },
        link: { projectId },
      },
    ],
    afterCommit: [
      { kind: 'leave-project', projectId, userId },
      { kind: 'parted', userId, otherIds: [...before].filter((id) => !after.has(id)) },
    ],
  };
};

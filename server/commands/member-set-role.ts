import { projectTopic } from '../../protocol/wire/topic.ts';
import { record } from '../audit/record.ts';
import { readMembers } from '../entities/member.ts';
import { failure } from '../failure.ts';
import { notFound, refuse } from './access.ts';
import type { Handler } from './handler.ts';
import { roleNotification } from './role-notification.ts';
import { withdrawInvitations } from './withdraw-invitations.ts';

/** The owner keeps their role, so a project always has an admin. */
export const handleMemberSetRole: Handler<'member.setRole'> = async (
  context,
  { projectId, userId, role },
) => {
  const { tx } = context;
  const refusal = await refuse(context, projectId, 'member.setRole', 'project');
  if (refusal) return refusal;
  const [before] = await readMembers(tx, projectId, userId);
  if (!before) return notFound('member');
  if (before.role === role) return { ok: true, result: before, events: [] };
  if (before.isOwner) return failure('forbidden', 'The owner of a project always is an admin.');
  await tx
    .updateTable('member')
    .set({ role })
    .where('projectId', '=', projectId)
    .where('userId', '=', userId)
    .execute();
  const member = { ...before, role };
  // Somebody who is no admin any more must not have left a way to become one.
  const withdrawn =
    before.role === 'ADMIN' ? await withdrawInvitations(tx, projectId, { createdBy: userId }) : [];
  const subject = { id: userId, name: member.user.name };
  await record(context, { kind: 'member.role', subject, projectId, detail: `${before.role} → ${role}` });
  return {
    ok: true,
    result: member,
    events: [
      { topic: projectTopic(projectId), event: { name: 'member:updated', payload: member } },
      ...withdrawn,
    ],
    activities: [
      {
        type: 'role_changed',
        projectId,
        target: { type: 'member', id: userId, name: member.user.name },
        link: { projectId },
      },
    ],
    notifications: await roleNotification(context, member, role),
  };
};

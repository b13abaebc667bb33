import { projectTopic } from '../../protocol/wire/topic.ts';
import { record } from '../audit/record.ts';
import { readMembers } from '../entities/member.ts';
import { notFound, refuse } from './access.ts';
import type { Handler } from './handler.ts';
import { roleNotification } from './role-notification.ts';

export const handleProjectTransfer: Handler<'project.transfer'> = async (context, { id, userId }) => {
  const { tx, actor } = context;
  const refusal = await refuse(context, id, 'project.transfer', 'project');
  if (refusal) return refusal;
  const [next] = await readMembers(tx, id, userId);
  if (!next) return notFound('member');
  if (next.isOwner) return { ok: true, result: next, events: [] };
  const of = (memberId: string) =>
    tx.updateTable('member').where('projectId', '=', id).where('userId', '=', memberId);
  await of(actor.id).set({ isOwner: 0 }).execute();
  await of(userId).set({ isOwner: 1, role: 'ADMIN' }).execute();
  const [former] = await readMembers(tx, id, actor.id);
  const [owner] = await readMembers(tx, id, userId);
  if (!former || !owner) throw new Error('A member disappeared within the transfer’s own transaction');
  const subject = { id: userId, name: owner.user.name };
  await record(context, { kind: 'project.owner', subject, projectId: id });
  const topic = projectTopic(id);
  return {
    ok: true,
    result: owner,
    events: [
      { topic, event: { name: 'member:updated', payload: former } },
      { topic, event: { name: 'member:updated', payload: owner } },
    ],
    activities: [
      {
        type: 'owner_changed',
        projectId: id,
        target: { type: 'member', id: userId, name: owner.user.name },
        link: { projectId: id },
      },
    ],
    notifications: await roleNotification(context, owner, 'ADMIN'),
  };
};

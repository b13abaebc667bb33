import type { Member, MemberRole } from '../../protocol/wire/member.ts';
import type { CommandContext, NotificationDraft } from './handler.ts';

const words: Record<MemberRole, string> = { ADMIN: 'an admin', MEMBER: 'a member', LISTENER: 'a listener' };

const allowed: Record<MemberRole, string> = {
  ADMIN: 'You can also delete, invite and remove people.',
  MEMBER: 'You can upload, comment, and create and move songs.',
  LISTENER: 'You can listen, comment and write in the room.',
};

/** News for the member whose role the actor has changed. None if they changed their own. */
export async function roleNotification(
  { tx, actor }: CommandContext,
  { projectId, user, isOwner }: Member,
  role: MemberRole,
): Promise<NotificationDraft[]> {
  if (user.id === actor.id) return [];
  const { name } = await tx
    .selectFrom('project')
    .select('name')
    .where('id', '=', projectId)
    .executeTakeFirstOrThrow();
  return [
    {
      to: [user.id],
      type: 'role_changed',
      title: `${actor.name} made you ${isOwner ? 'the owner' : words[role]} of “${name}”`,
      message: isOwner ? 'You alone can delete it or make somebody else its owner.' : allowed[role],
      link: { projectId },
      actor: { id: actor.id, name: actor.name, avatarUrl: actor.avatarUrl },
      projectName: name,
    },
  ];
}

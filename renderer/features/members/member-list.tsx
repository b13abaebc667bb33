import { Crown, MoreHorizontal, UserCog, UserMinus, UserPlus } from 'lucide-react';
import { rankOf } from '../../../commands/roles.ts';
import type { Member } from '../../../protocol/wire/member.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useFrame } from '../../platform/frame-context.tsx';
import { may, mayOf, rankIn } from '../../platform/permissions.ts';
import { useSession } from '../../platform/session-context.tsx';
import { commonText } from '../../text/common.ts';
import { membersText } from '../../text/members.ts';
import { IconButton } from '../../ui/button.tsx';
import { Face } from '../../ui/face.tsx';
import { ActionMenu, type MenuEntry } from '../../ui/menu.tsx';
import { PanelSection } from '../../ui/panel-section.tsx';
import { useBlockEntry } from '../blocks/port.tsx';
import { type Contact, ContactButton, useContacts } from '../chat/port.tsx';
import { ChangeBadge, useShownProject } from '../pending/port.tsx';

/** The members of the open project. */
export function MemberList({ projectId, onGo }: { projectId: string; onGo: () => void }) {
  const { ask } = useFrame();
  const { account } = useSession();
  const { contacts } = useContacts();
  const { project, badges, isPending } = useShownProject(projectId);
  if (!project) return null;
  return (
    <PanelSection
      title={membersText.heading}
      actions={
        may(project.role, 'member.invite') &&
        !isPending && (
          <IconButton
            label={membersText.invite}
            keys="I"
            icon={UserPlus}
            onClick={() => ask({ kind: 'invite', project })}
          />
        )
      }
    >
      <ul>
        {project.members.map((member) => (
          <li key={member.user.id} className="flex h-8 items-center gap-2 rounded-md pr-2 hover:bg-hover">
            <Person
              member={member}
              contact={contacts.find(({ userId }) => userId === member.user.id)}
              onGo={onGo}
            />
            <ChangeBadge badge={badges.get(member.user.id)} size="icon" />
            <span className="shrink-0 text-meta text-faint empty:hidden">
              {[member.user.id === account.id && membersText.you, rankName(member)]
                .filter(Boolean)
                .join(' · ')}
            </span>
            {member.user.id !== account.id && <MemberMenu member={member} project={project} />}
          </li>
        ))}
      </ul>
    </PanelSection>
  );
}

/** A member. Without a contact (the user, and members whose presence isn't known yet) it is only a name. */
function Person({
  member: { user },
  contact,
  onGo,
}: {
  member: Member;
  contact: Contact | undefined;
  onGo: () => void;
}) {
  if (contact) return <ContactButton contact={contact} onGo={onGo} />;
  return (
    <span className="flex min-w-0 flex-1 items-center gap-2 px-2">
      <Face userId={user.id} name={user.name} />
      <span title={user.name} className="min-w-0 flex-1 truncate">
        {user.name}
      </span>
    </span>
  );
}

function rankName(member: Member): string | undefined {
  const rank = rankOf(member);
  return rank === null ? undefined : membersText.ranks[rank];
}

/** The menu of a member; nobody has one for themselves. An owner can't be changed or removed, only blocked. */
function MemberMenu({ member, project }: { member: Member; project: ProjectSnapshot }) {
  const { ask } = useFrame();
  const { account } = useSession();
  const block = useBlockEntry(member.user);
  const rank = member.isOwner ? null : rankIn(project, account.id);
  const entries: MenuEntry[] = [];
  if (mayOf(rank, 'member.setRole'))
    entries.push({
      kind: 'item',
      label: membersText.changeRole,
      icon: UserCog,
      onChoose: () => ask({ kind: 'member-role', member }),
    });
  if (mayOf(rank, 'project.transfer'))
    entries.push({
      kind: 'item',
      label: membersText.makeOwner,
      icon: Crown,
      onChoose: () => ask({ kind: 'transfer-project', member, project }),
    });
  if (entries.length > 0) entries.push({ kind: 'line' });
  entries.push(block);
  if (mayOf(rank, 'member.remove'))
    entries.push({
      kind: 'item',
      label: membersText.remove,
      icon: UserMinus,
      danger: true,
      onChoose: () => ask({ kind: 'remove-member', member, project }),
    });
  const trigger = (
    <IconButton label={commonText.optionsFor(member.user.name)} icon={MoreHorizontal} className="size-6" />
  );
  return <ActionMenu trigger={trigger} entries={entries} />;
}

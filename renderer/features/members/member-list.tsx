import { MoreHorizontal, UserMinus, UserPlus } from 'lucide-react';
import type { Member } from '../../../protocol/wire/member.ts';
import { useFrame } from '../../platform/frame-context.tsx';
import { may } from '../../platform/permissions.ts';
import { useSession } from '../../platform/session-context.tsx';
import { commonText } from '../../text/common.ts';
import { membersText } from '../../text/members.ts';
import { IconButton } from '../../ui/button.tsx';
import { Face } from '../../ui/face.tsx';
import { ActionMenu } from '../../ui/menu.tsx';
import { PanelSection } from '../../ui/panel-section.tsx';
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
            <ChangeBadge badge={badges.get(member.user.id)} size="brief" />
            {member.user.id === account.id && (
              <span className="shrink-0 text-meta text-faint">{membersText.you}</span>
            )}
            {member.role === 'ADMIN' && (
              <span className="shrink-0 text-meta text-faint">{membersText.admin}</span>
            )}
            {may(project.role, 'member.remove') && member.user.id !== account.id && (
              <ActionMenu
                trigger={
                  <IconButton
                    label={commonText.optionsFor(member.user.name)}
                    icon={MoreHorizontal}
                    className="size-6"
                  />
                }
                entries={[
                  {
                    kind: 'item',
                    label: membersText.remove,
                    icon: UserMinus,
                    danger: true,
                    onChoose: () => ask({ kind: 'remove-member', member, project }),
                  },
                ]}
              />
            )}
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

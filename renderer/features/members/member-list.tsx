import { MoreHorizontal, UserMinus, UserPlus } from 'lucide-react';
import { useFrame } from '../../app/frame-context.tsx';
import { may } from '../../app/permissions.ts';
import { useProject } from '../../app/queries.ts';
import { useSession } from '../../app/session-context.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { IconButton } from '../../ui/button.tsx';
import { ActionMenu } from '../../ui/menu.tsx';
import { PanelSection } from '../../ui/panel-section.tsx';

/** Who is in the project that is open. */
export function MemberList({ projectId }: { projectId: string }) {
  const { ask } = useFrame();
  const { account } = useSession();
  const project = useProject(projectId).data;
  if (!project) return null;
  return (
    <PanelSection
      title="Bandmates"
      actions={
        may(project.role, 'member.invite') && (
          <IconButton
            label="Invite a bandmate"
            keys="I"
            icon={UserPlus}
            onClick={() => ask({ kind: 'invite', project })}
          />
        )
      }
    >
      <ul>
        {project.members.map((member) => (
          <li key={member.user.id} className="flex h-8 items-center gap-2 rounded-md px-2 hover:bg-hover">
            <Avatar small name={member.user.name} />
            <span title={member.user.name} className="min-w-0 flex-1 truncate">
              {member.user.name}
            </span>
            {member.user.id === account.id && <span className="shrink-0 text-meta text-faint">you</span>}
            {member.role === 'ADMIN' && <span className="shrink-0 text-meta text-faint">admin</span>}
            {may(project.role, 'member.remove') && member.user.id !== account.id && (
              <ActionMenu
                trigger={
                  <IconButton
                    label={`Options for ${member.user.name}`}
                    icon={MoreHorizontal}
                    className="size-6"
                  />
                }
                entries={[
                  {
                    kind: 'item',
                    label: 'Take out of the project…',
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

import {
  ArchiveRestore,
  Bell,
  ImageIcon,
  Layers,
  LogOut,
  MoreHorizontal,
  Pencil,
  Plus,
  Trash2,
  UserPlus,
} from 'lucide-react';
import { useFrame } from '../../platform/frame-context.tsx';
import { useNarrowerThan, widths } from '../../platform/media.ts';
import { may } from '../../platform/permissions.ts';
import { formatRoute } from '../../platform/route.ts';
import { commonText } from '../../text/common.ts';
import { picturesText } from '../../text/pictures.ts';
import { projectsText } from '../../text/projects.ts';
import { Art } from '../../ui/art.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { ActionMenu, type MenuEntry } from '../../ui/menu.tsx';
import { Name } from '../../ui/name.tsx';
import { ChangeBadge, useMay, useShownProject, useShownProjects } from '../pending/port.tsx';
import { PinIcon, pinOf, usePin, usePins, withPinEntry } from '../pins/port.tsx';
import { ProjectSummary } from './project-summary.tsx';
import { ShareMenu } from './share-menu.tsx';

/** The project's name, its menu and its state. */
export function ProjectHeader({
  projectId,
  narrow,
  isLarge,
}: {
  projectId: string;
  narrow: boolean;
  /** Above the list of its songs; otherwise it leads back to there. */
  isLarge: boolean;
}) {
  const { ask } = useFrame();
  const tiny = useNarrowerThan(widths.mini);
  const { projects, badges } = useShownProjects();
  const pins = usePins();
  const setPin = usePin();
  const pin = pinOf(pins, 'project', projectId);
  const { project: opened, isPending } = useShownProject(projectId);
  const mayOwn = useMay(projectId);
  const isEmpty = opened?.vibes.every(({ cuts }) => cuts.length === 0);
  const project = opened ?? projects.find(({ id }) => id === projectId);
  if (!project)
    return (
      <h1 className="min-w-0 flex-1 truncate text-title max-[480px]:text-head font-semibold">
        {projectsText.project}
      </h1>
    );
  const entries: MenuEntry[] = [];
  if (may(project.role, 'project.rename'))
    entries.push({
      kind: 'item',
      label: projectsText.menu.rename,
      icon: Pencil,
      onChoose: () => ask({ kind: 'rename-project', project }),
    });
  if (may(project.role, 'project.rename'))
    entries.push({
      kind: 'item',
      label: picturesText.menu,
      icon: ImageIcon,
      onChoose: () => ask({ kind: 'picture', of: { kind: 'project', project } }),
    });
  if (may(project.role, 'member.invite') && !isPending)
    entries.push({
      kind: 'item',
      label: projectsText.menu.invite,
      icon: UserPlus,
      keys: 'I',
      onChoose: () => ask({ kind: 'invite', project }),
    });
  if (opened && may(project.role, 'cut.merge'))
    entries.push({
      kind: 'item',
      label: projectsText.menu.gather,
      icon: Layers,
      onChoose: () => ask({ kind: 'gather', project: opened }),
    });
  if (opened && may(project.role, 'cut.delete') && !isPending)
    entries.push({
      kind: 'item',
      label: projectsText.menu.deleted,
      icon: ArchiveRestore,
      onChoose: () => ask({ kind: 'deleted', projectId }),
    });
  entries.push({
    kind: 'item',
    label: projectsText.menu.notifications,
    icon: Bell,
    onChoose: () => ask({ kind: 'settings', page: 'notifications' }),
  });
  entries.push({ kind: 'line' });
  if (!mayOwn('project.delete'))
    entries.push({
      kind: 'item',
      label: projectsText.menu.leave,
      icon: LogOut,
      onChoose: () => ask({ kind: 'leave-project', project }),
    });
  else
    entries.push({
      kind: 'item',
      label: projectsText.menu.delete,
      icon: Trash2,
      danger: true,
      onChoose: () => ask({ kind: 'delete-project', project }),
    });
  const menu = (
    <ActionMenu
      trigger={<IconButton label={commonText.optionsFor(project.name)} icon={MoreHorizontal} />}
      entries={
        pins && !isPending
          ? withPinEntry(entries, pin, (isPinned) => setPin('project', projectId, isPinned))
          : entries
      }
    />
  );
  const badge = (
    <ChangeBadge badge={badges.get(projectId)} size={tiny ? 'icon' : narrow ? 'brief' : 'whole'} />
  );
  if (!isLarge)
    return (
      <>
        <a
          href={formatRoute({ name: 'project', projectId, cutId: null })}
          className="flex min-w-0 items-center gap-2 rounded-md py-1 pr-1 hover:underline"
        >
          <Art name={project.name} picture={project.imageUrl} size={24} />
          <h1 className="flex min-w-0 font-semibold">
            <Name>{project.name}</Name>
          </h1>
        </a>
        {menu}
        <PinIcon pin={pin} />
        {badge}
        <span className="flex-1" />
      </>
    );
  return (
    <>
      {!tiny && <Art name={project.name} picture={project.imageUrl} size={narrow ? 32 : 56} />}
      <span
        className={classNames(
          'flex min-w-0 flex-1 flex-col',
          narrow ? 'ml-2' : 'ml-3',
          'pointer-coarse:max-[480px]:order-first pointer-coarse:max-[480px]:basis-full',
        )}
      >
        <span className="flex min-w-0 items-center gap-1">
          <h1 className={classNames('flex min-w-0 font-semibold', narrow ? 'text-head' : 'text-page')}>
            <Name>{project.name}</Name>
          </h1>
          {menu}
          <PinIcon pin={pin} />
          {badge}
        </span>
        {opened && !tiny && <ProjectSummary project={opened} />}
      </span>
      {!isPending && <ShareMenu project={project} narrow={narrow} />}
      {may(project.role, 'vibe.create') &&
        (narrow ? (
          <IconButton
            label={projectsText.newVibe}
            keys="N"
            icon={Plus}
            onClick={() => ask({ kind: 'new-vibe', projectId })}
          />
        ) : (
          <Button
            // A project without songs has other first steps.
            tone={isEmpty ? 'plain' : 'primary'}
            icon={Plus}
            className="mr-1 h-8 px-3"
            onClick={() => ask({ kind: 'new-vibe', projectId })}
          >
            {projectsText.newVibe}
          </Button>
        ))}
    </>
  );
}

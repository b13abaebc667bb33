import { Layers, LogOut, MoreHorizontal, Pencil, Plus, Trash2, UserPlus } from 'lucide-react';
import { useFrame } from '../../platform/frame-context.tsx';
import { useNarrowerThan, widths } from '../../platform/media.ts';
import { may } from '../../platform/permissions.ts';
import { commonText } from '../../text/common.ts';
import { projectsText } from '../../text/projects.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ActionMenu, type MenuEntry } from '../../ui/menu.tsx';
import { ChangeBadge, useShownProject, useShownProjects } from '../pending/port.tsx';
import { PinIcon, pinOf, usePin, usePins, withPinEntry } from '../pins/port.tsx';

/** The project's name, its menu and its state. */
export function ProjectHeader({ projectId, narrow }: { projectId: string; narrow: boolean }) {
  const { ask } = useFrame();
  const tiny = useNarrowerThan(widths.mini);
  const { projects, badges } = useShownProjects();
  const pins = usePins();
  const setPin = usePin();
  const pin = pinOf(pins, 'project', projectId);
  const { project: opened, isPending } = useShownProject(projectId);
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
  if (entries.length > 0) entries.push({ kind: 'line' });
  entries.push({
    kind: 'item',
    label: projectsText.menu.leave,
    icon: LogOut,
    onChoose: () => ask({ kind: 'leave-project', project }),
  });
  if (may(project.role, 'project.delete'))
    entries.push({
      kind: 'item',
      label: projectsText.menu.delete,
      icon: Trash2,
      danger: true,
      onChoose: () => ask({ kind: 'delete-project', project }),
    });
  return (
    <>
      <h1 title={project.name} className="min-w-0 truncate text-title max-[480px]:text-head font-semibold">
        {project.name}
      </h1>
      <ActionMenu
        trigger={<IconButton label={commonText.optionsFor(project.name)} icon={MoreHorizontal} />}
        entries={
          pins && !isPending
            ? withPinEntry(entries, pin, (isPinned) => setPin('project', projectId, isPinned))
            : entries
        }
      />
      <PinIcon pin={pin} />
      <ChangeBadge badge={badges.get(projectId)} size={tiny ? 'icon' : narrow ? 'brief' : 'whole'} />
      <span className="flex-1" />
      {narrow ? (
        <IconButton
          label={projectsText.newVibe}
          keys="N"
          icon={Plus}
          onClick={() => ask({ kind: 'new-vibe', projectId })}
        />
      ) : (
        <Button tone="quiet" icon={Plus} onClick={() => ask({ kind: 'new-vibe', projectId })}>
          {projectsText.newVibe}
        </Button>
      )}
    </>
  );
}

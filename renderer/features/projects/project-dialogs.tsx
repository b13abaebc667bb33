import { newId } from '../../../common/new-id.ts';
import type { Project } from '../../../protocol/wire/project.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { goTo } from '../../platform/route.ts';
import { useSession } from '../../platform/session-context.tsx';
import { projectsText } from '../../text/projects.ts';
import { Confirm } from '../../ui/dialog.tsx';
import { NameDialog } from '../../ui/name-dialog.tsx';
import { deleteProject, useUndoable } from '../corrections/port.tsx';

export function NewProject({ onClose }: { onClose: () => void }) {
  const run = useRunCommand();
  return (
    <NameDialog
      {...projectsText.create}
      onClose={onClose}
      action={async (name) => {
        const id = newId();
        const failure = await run('project.create', { id, name });
        if (failure === null) goTo({ name: 'project', projectId: id, cutId: null });
        return failure;
      }}
    />
  );
}

export function RenameProject({ project, onClose }: { project: Project; onClose: () => void }) {
  const run = useRunCommand();
  return (
    <NameDialog
      {...projectsText.rename}
      initial={project.name}
      onClose={onClose}
      action={(name) => run('project.update', { id: project.id, name })}
    />
  );
}

export function DeleteProject({ project, onClose }: { project: Project; onClose: () => void }) {
  const make = useUndoable();
  return (
    <Confirm
      {...projectsText.delete}
      title={projectsText.delete.title(project.name)}
      onClose={onClose}
      action={async () => {
        const failure = await make(deleteProject(project));
        if (failure === null) goTo({ name: 'home' });
        return failure;
      }}
    />
  );
}

export function LeaveProject({ project, onClose }: { project: Project; onClose: () => void }) {
  const run = useRunCommand();
  const { account } = useSession();
  return (
    <Confirm
      {...projectsText.leave}
      title={projectsText.leave.title(project.name)}
      onClose={onClose}
      action={async () => {
        const failure = await run('member.remove', { projectId: project.id, userId: account.id });
        if (failure === null) goTo({ name: 'home' });
        return failure;
      }}
    />
  );
}

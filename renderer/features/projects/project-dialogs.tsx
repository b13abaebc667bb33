import { useState } from 'react';
import { newId } from '../../../common/new-id.ts';
import type { Project } from '../../../protocol/wire/project.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useRunCommand } from '../../platform/commands.ts';
import { goTo } from '../../platform/route.ts';
import { useSession } from '../../platform/session-context.tsx';
import { failureSentence } from '../../text/failures.ts';
import { projectsText } from '../../text/projects.ts';
import { Confirm, DialogForm, Modal } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { NameDialog } from '../../ui/name-dialog.tsx';
import { NeedsNetwork } from '../connection/port.tsx';
import { deleteProject, useUndoable } from '../corrections/port.tsx';
import { useInvitationPreview } from '../invitation/port.ts';
import { InvitationCard } from '../invitation/port.tsx';

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

export function JoinProject({ link: opened = '', onClose }: { link?: string; onClose: () => void }) {
  const bridge = useBridge();
  const [link, setLink] = useState(opened);
  const { serverUrl } = useSession();
  const invited = useInvitationPreview(serverUrl, link);
  const text = projectsText.join;
  return (
    <Modal
      title={text.title}
      description={opened === '' ? `${text.pasteHint} ${text.description}` : undefined}
      onClose={onClose}
    >
      <DialogForm
        submit={text.submit}
        onClose={onClose}
        action={async () => {
          if (link.trim() === '') return text.missing;
          const answer = await bridge.invoke('invitations.accept', { link: link.trim() });
          if (!answer.ok) return failureSentence(answer);
          goTo({ name: 'project', projectId: answer.data.projectId, cutId: null });
          return null;
        }}
      >
        <NeedsNetwork>{text.offline}</NeedsNetwork>
        {opened === '' && (
          <TextField
            label={text.label}
            value={link}
            placeholder={text.example}
            onChange={(event) => setLink(event.target.value)}
          />
        )}
        <InvitationCard state={invited} />
      </DialogForm>
    </Modal>
  );
}

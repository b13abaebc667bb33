import { useState } from 'react';
import { newId } from '../../../common/new-id.ts';
import type { Project } from '../../../protocol/wire/project.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useRunCommand } from '../../platform/commands.ts';
import { goTo } from '../../platform/route.ts';
import { useSession } from '../../platform/session-context.tsx';
import { failureSentence } from '../../text/failures.ts';
import { Confirm, DialogForm, Modal } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { NameDialog } from '../../ui/name-dialog.tsx';
import { NeedsNetwork } from '../connection/port.tsx';

export function NewProject({ onClose }: { onClose: () => void }) {
  const run = useRunCommand();
  return (
    <NameDialog
      title="New project"
      description="An album, an EP, a set: what the band is working on."
      submit="Create project"
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
      title="Rename project"
      initial={project.name}
      submit="Rename"
      onClose={onClose}
      action={(name) => run('project.update', { id: project.id, name })}
    />
  );
}

export function DeleteProject({ project, onClose }: { project: Project; onClose: () => void }) {
  const run = useRunCommand();
  return (
    <Confirm
      title={`Delete ${project.name}?`}
      description="All its vibes, cuts and files go away for the whole band, and can’t be brought back. Your bounce folders on disk are not touched."
      submit="Delete project"
      onClose={onClose}
      action={async () => {
        const failure = await run('project.delete', { id: project.id });
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
      title={`Leave ${project.name}?`}
      description="You won’t see it any more. What you put there stays with the band. To come back, someone has to invite you."
      submit="Leave project"
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
  return (
    <Modal
      title="Accept an invitation"
      description={`${opened === '' ? 'Paste the link that a bandmate sent you. ' : ''}It works once, for the e-mail address you signed in with.`}
      onClose={onClose}
    >
      <DialogForm
        submit="Join project"
        onClose={onClose}
        action={async () => {
          if (link.trim() === '') return 'Paste the link first.';
          const answer = await bridge.invoke('invitations.accept', { link: link.trim() });
          if (!answer.ok) return failureSentence(answer);
          goTo({ name: 'project', projectId: answer.data.projectId, cutId: null });
          return null;
        }}
      >
        <NeedsNetwork>
          Only the server can let you in, so this needs the network. Keep the link until then.
        </NeedsNetwork>
        <TextField
          label="Invitation link"
          value={link}
          placeholder="https://band.example/invite/…"
          onChange={(event) => setLink(event.target.value)}
        />
      </DialogForm>
    </Modal>
  );
}

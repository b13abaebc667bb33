import { useState } from 'react';
import type { Invitation, Member, MemberRole } from '../../../protocol/wire/member.ts';
import type { Project } from '../../../protocol/wire/project.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useRunCommand } from '../../platform/commands.ts';
import { MadeLink } from '../../platform/made-link.tsx';
import { commonText } from '../../text/common.ts';
import { failureSentence } from '../../text/failures.ts';
import { formatDay } from '../../text/format.ts';
import { membersText } from '../../text/members.ts';
import { Confirm, DialogForm, Modal } from '../../ui/dialog.tsx';
import { ChoiceField, TextField } from '../../ui/field.tsx';
import { NeedsNetwork } from '../connection/port.tsx';
import { PendingInvitations } from './pending-invitations.tsx';

const { inviteDialog, link, ownerDialog, removeDialog, roleDialog } = membersText;

/** Creates an invitation link for one email. */
export function Invite({ project, onClose }: { project: Project; onClose: () => void }) {
  const bridge = useBridge();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<MemberRole>('MEMBER');
  const [invitation, setInvitation] = useState<{ made: Invitation; copied: boolean } | null>(null);

  const invite = async () => {
    if (!/^\S+@\S+\.\S+$/.test(email.trim())) return commonText.emailInvalid;
    const args = { projectId: project.id, email: email.trim(), role };
    const answer = await bridge.invoke('invitations.create', args);
    if (!answer.ok) return failureSentence(answer);
    const copy = await bridge.invoke('app.copyText', { text: answer.data.url });
    setInvitation({ made: answer.data, copied: copy.ok });
    return null;
  };

  if (invitation) return <InvitationLink {...invitation} onClose={onClose} />;
  return (
    <Modal title={inviteDialog.title(project.name)} description={inviteDialog.description} onClose={onClose}>
      <DialogForm submit={inviteDialog.submit} action={invite} onClose={onClose} onDone={() => {}}>
        <NeedsNetwork>{inviteDialog.offline}</NeedsNetwork>
        <TextField
          label={commonText.email}
          type="email"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <ChoiceField
          label={membersText.role}
          options={membersText.roles}
          value={role}
          onValue={(value) => setRole(value as MemberRole)}
        />
      </DialogForm>
      <PendingInvitations projectId={project.id} />
    </Modal>
  );
}

function InvitationLink({
  made: { email, url, expiresAt },
  copied,
  onClose,
}: {
  made: Invitation;
  copied: boolean;
  onClose: () => void;
}) {
  return (
    <MadeLink
      title={link.title}
      copiedTitle={link.copiedTitle}
      description={link.description(email, formatDay(Date.parse(expiresAt), Date.now()))}
      label={link.label}
      url={url}
      wasCopied={copied}
      onClose={onClose}
    />
  );
}

/** Gives a member another role. */
export function MemberRoleDialog({
  member: { user, projectId, role: before },
  onClose,
}: {
  member: Member;
  onClose: () => void;
}) {
  const run = useRunCommand();
  const [role, setRole] = useState<string>(before);
  return (
    <Modal title={roleDialog.title(user.name)} onClose={onClose}>
      <DialogForm
        submit={roleDialog.submit}
        onClose={onClose}
        action={async () =>
          role === before
            ? null
            : run('member.setRole', { projectId, userId: user.id, role: role as MemberRole })
        }
      >
        <ChoiceField label={membersText.role} options={membersText.roles} value={role} onValue={setRole} />
      </DialogForm>
    </Modal>
  );
}

export function TransferProject({
  member,
  project,
  onClose,
}: {
  member: Member;
  project: Project;
  onClose: () => void;
}) {
  const run = useRunCommand();
  return (
    <Confirm
      title={ownerDialog.title(member.user.name, project.name)}
      description={ownerDialog.description}
      submit={ownerDialog.submit}
      onClose={onClose}
      action={() => run('project.transfer', { id: project.id, userId: member.user.id })}
    />
  );
}

export function RemoveMember({
  member,
  project,
  onClose,
}: {
  member: Member;
  project: Project;
  onClose: () => void;
}) {
  const run = useRunCommand();
  return (
    <Confirm
      title={removeDialog.title(member.user.name, project.name)}
      description={removeDialog.description}
      submit={removeDialog.submit}
      onClose={onClose}
      action={() => run('member.remove', { projectId: project.id, userId: member.user.id })}
    />
  );
}

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import type { Invitation, Member, MemberRole } from '../../../protocol/wire/member.ts';
import type { Project } from '../../../protocol/wire/project.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useRunCommand } from '../../platform/commands.ts';
import { failureSentence } from '../../text/failures.ts';
import { formatDay } from '../../text/format.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm, DialogForm, Modal } from '../../ui/dialog.tsx';
import { ChoiceField, TextField } from '../../ui/field.tsx';
import { NeedsNetwork } from '../connection/needs-network.tsx';

const roles = [
  { value: 'MEMBER', text: 'Member', hint: 'Uploads, makes and moves vibes and cuts, comments.' },
  { value: 'ADMIN', text: 'Admin', hint: 'Also deletes, invites and takes people out.' },
];

export function Invite({ project, onClose }: { project: Project; onClose: () => void }) {
  const bridge = useBridge();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<MemberRole>('MEMBER');
  const [invitation, setInvitation] = useState<{ made: Invitation; copied: boolean } | null>(null);

  const invite = async () => {
    if (!/^\S+@\S+\.\S+$/.test(email.trim())) return 'This is not an e-mail address.';
    const args = { projectId: project.id, email: email.trim(), role };
    const answer = await bridge.invoke('invitations.create', args);
    if (!answer.ok) return failureSentence(answer);
    const copy = await bridge.invoke('app.copyText', { text: answer.data.url });
    setInvitation({ made: answer.data, copied: copy.ok });
    return null;
  };

  if (invitation) return <InvitationLink {...invitation} onClose={onClose} />;
  return (
    <Modal
      title={`Invite to ${project.name}`}
      description="You get a link to send. It works for whoever signs in with this address."
      onClose={onClose}
    >
      <DialogForm submit="Make link" action={invite} onClose={onClose} onDone={() => {}}>
        <NeedsNetwork>
          An invitation is made by the server, so this needs the network. Nothing is kept for later.
        </NeedsNetwork>
        <TextField
          label="E-mail address"
          type="email"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <ChoiceField
          label="Role"
          options={roles}
          value={role}
          onValue={(value) => setRole(value as MemberRole)}
        />
      </DialogForm>
    </Modal>
  );
}

function InvitationLink({
  made: invitation,
  copied: wasCopied,
  onClose,
}: {
  made: Invitation;
  copied: boolean;
  onClose: () => void;
}) {
  const bridge = useBridge();
  const [copied, setCopied] = useState(wasCopied);
  return (
    <Modal
      title={copied ? 'Link copied' : 'The link'}
      description={`Send it to ${invitation.email}. It works until ${formatDay(Date.parse(invitation.expiresAt), Date.now())}.`}
      onClose={onClose}
    >
      <div className="flex flex-col gap-4">
        <TextField
          label="Invitation link"
          value={invitation.url}
          readOnly
          onFocus={(event) => event.target.select()}
        />
        <div className="flex justify-end gap-2">
          <Button
            icon={copied ? Check : Copy}
            onClick={async () => {
              const answer = await bridge.invoke('app.copyText', { text: invitation.url });
              setCopied(answer.ok);
            }}
          >
            {copied ? 'Copied' : 'Copy link'}
          </Button>
          <Button tone="primary" onClick={onClose}>
            Done
          </Button>
        </div>
      </div>
    </Modal>
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
      title={`Take ${member.user.name} out of ${project.name}?`}
      description="They lose sight of it at once. What they put there stays."
      submit="Take out"
      onClose={onClose}
      action={() => run('member.remove', { projectId: project.id, userId: member.user.id })}
    />
  );
}

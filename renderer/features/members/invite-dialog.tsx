import { useState } from 'react';
import type { Invitation, MemberRole } from '../../../protocol/wire/member.ts';
import type { Project } from '../../../protocol/wire/project.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { MadeLink } from '../../platform/made-link.tsx';
import { commonText } from '../../text/common.ts';
import { failureSentence } from '../../text/failures.ts';
import { formatDay } from '../../text/format.ts';
import { membersText } from '../../text/members.ts';
import { DialogForm, Modal } from '../../ui/dialog.tsx';
import { ChoiceField, TextField } from '../../ui/field.tsx';
import { Segments } from '../../ui/segments.tsx';
import { SelectField } from '../../ui/select.tsx';
import { NeedsNetwork } from '../connection/port.tsx';
import { PendingInvitations } from './pending-invitations.tsx';

const { inviteDialog: text, link } = membersText;

type Way = 'anyone' | 'email';

/** Creates a link to join: for anyone who has it, or for one email. Lists those that are open. */
export function Invite({ project, onClose }: { project: Project; onClose: () => void }) {
  const bridge = useBridge();
  const [way, setWay] = useState<Way>('anyone');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<MemberRole>('MEMBER');
  const [days, setDays] = useState('7');
  const [people, setPeople] = useState('10');
  const [invitation, setInvitation] = useState<{ made: Invitation; copied: boolean } | null>(null);
  // A link may be passed on, so it makes nobody an admin.
  const roles = membersText.roles.filter(({ value }) => way === 'email' || value !== 'ADMIN');

  const invite = async () => {
    if (way === 'email' && !/^\S+@\S+\.\S+$/.test(email.trim())) return commonText.emailInvalid;
    const reach =
      way === 'email' ? { email: email.trim() } : { days: Number(days), mostUses: Number(people) };
    const answer = await bridge.invoke('invitations.create', { projectId: project.id, role, ...reach });
    if (!answer.ok) return failureSentence(answer);
    const copy = await bridge.invoke('app.copyText', { text: answer.data.url });
    setInvitation({ made: answer.data, copied: copy.ok });
    return null;
  };

  if (invitation) return <InvitationLink {...invitation} onClose={onClose} />;
  return (
    <Modal title={text.title(project.name)} description={text.description} onClose={onClose}>
      <div className="-mx-1 -my-1 flex min-h-0 flex-col gap-4 overflow-y-auto px-1 py-1 *:shrink-0">
        <DialogForm submit={text.submit} action={invite} onClose={onClose} onDone={() => {}}>
          <NeedsNetwork>{text.offline}</NeedsNetwork>
          <Segments
            label={text.way}
            options={text.ways}
            value={way}
            onValue={(next) => {
              setWay(next);
              if (next === 'anyone' && role === 'ADMIN') setRole('MEMBER');
            }}
            className="self-start"
          />
          {way === 'email' ? (
            <TextField
              label={commonText.email}
              hint={text.emailHint}
              type="email"
              autoFocus
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          ) : (
            <div className="grid grid-cols-2 gap-3">
              <SelectField label={text.people} options={text.numbers} value={people} onValue={setPeople} />
              <SelectField label={text.expires} options={text.lifetimes} value={days} onValue={setDays} />
            </div>
          )}
          <ChoiceField
            label={membersText.role}
            options={roles}
            value={role}
            onValue={(value) => setRole(value as MemberRole)}
          />
        </DialogForm>
        <PendingInvitations projectId={project.id} />
      </div>
    </Modal>
  );
}

function InvitationLink({
  made: { email, url, expiresAt, mostUses = 1 },
  copied,
  onClose,
}: {
  made: Invitation;
  copied: boolean;
  onClose: () => void;
}) {
  const day = formatDay(Date.parse(expiresAt), Date.now());
  return (
    <MadeLink
      title={link.title}
      copiedTitle={link.copiedTitle}
      description={email === '' ? link.forAnyone(mostUses, day) : link.description(email, day)}
      label={link.label}
      url={url}
      wasCopied={copied}
      onClose={onClose}
    />
  );
}

import { type ReactNode, useState } from 'react';
import {
  formatJoinLink,
  type InvitationLink,
  parseInvitationLink,
} from '../../../protocol/ipc/invitation-link.ts';
import { useFrame } from '../../platform/frame-context.tsx';
import { useSession } from '../../platform/session-context.tsx';
import { invitationText } from '../../text/invitation.ts';
import { DialogForm, Modal } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { NeedsNetwork } from '../connection/port.tsx';
import { InvitationCard } from './invitation-card.tsx';
import { useInvitationPreview } from './use-invitation.ts';
import { useJoin } from './use-join.ts';

const text = invitationText.join;

/**
 * Asks before joining by a link that was opened, or takes one that is pasted. `failure`: why joining right after signing in didn’t
 * work.
 */
export function JoinProject({
  invitation: opened,
  failure,
  onClose,
}: {
  invitation?: InvitationLink;
  failure?: string;
  onClose: () => void;
}) {
  const [pasted, setPasted] = useState('');
  const { serverUrl, account, facts } = useSession();
  const invitation = opened ?? parseInvitationLink(pasted);
  // A browser's server is the one of its page, under whatever name it was opened.
  const isElsewhere =
    facts.capabilities.choosesServer && invitation?.serverUrl != null && invitation.serverUrl !== serverUrl;
  if (isElsewhere && invitation) return <Elsewhere invitation={invitation} onClose={onClose} />;
  return (
    <Modal
      title={text.title}
      description={opened ? text.as(account.name, account.email) : text.pasteHint}
      onClose={onClose}
    >
      <JoinForm invitation={invitation} failure={failure} onClose={onClose}>
        {!opened && (
          <TextField
            label={text.label}
            value={pasted}
            placeholder={text.example}
            onChange={(event) => setPasted(event.target.value)}
          />
        )}
      </JoinForm>
    </Modal>
  );
}

function JoinForm({
  invitation,
  failure,
  onClose,
  children,
}: {
  invitation: InvitationLink | null;
  failure: string | undefined;
  onClose: () => void;
  children: ReactNode;
}) {
  const { serverUrl, facts } = useSession();
  const preview = useInvitationPreview(serverUrl, invitation?.token ?? '');
  const join = useJoin();
  return (
    <DialogForm
      submit={text.submit}
      onClose={onClose}
      action={async () => (invitation ? join(invitation.token) : text.missing)}
    >
      <NeedsNetwork>{text.offline}</NeedsNetwork>
      {failure && <ErrorLine>{failure}</ErrorLine>}
      {children}
      <InvitationCard state={preview} />
      {invitation && !facts.capabilities.choosesServer && (
        <a
          href={formatJoinLink({ serverUrl, token: invitation.token })}
          className="self-start rounded-sm text-accent underline underline-offset-2"
        >
          {invitationText.page.inApp}
        </a>
      )}
    </DialogForm>
  );
}

/** The server of the invitation is another one: nothing is asked of it before the user has agreed to leave this one. */
function Elsewhere({ invitation, onClose }: { invitation: InvitationLink; onClose: () => void }) {
  const { ask } = useFrame();
  const { serverUrl, account } = useSession();
  const there = invitation.serverUrl ?? '';
  return (
    <Modal
      title={text.elsewhere.title(new URL(there).host)}
      description={text.elsewhere.description(new URL(serverUrl).host, account.name)}
      onClose={onClose}
    >
      <DialogForm
        submit={text.elsewhere.submit}
        onClose={onClose}
        onDone={() => {}}
        action={async () => {
          ask({ kind: 'sign-out', next: { name: 'join', token: invitation.token, serverUrl: there } });
          return null;
        }}
      />
    </Modal>
  );
}

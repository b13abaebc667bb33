import { type ReactNode, useEffect, useState } from 'react';
import type { ChannelResult } from '../../../protocol/ipc/channels.ts';
import { type InvitationLink, parseInvitationLink } from '../../../protocol/ipc/invitation-link.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { goTo } from '../../platform/route.ts';
import { accountText } from '../../text/account.ts';
import { TextField } from '../../ui/field.tsx';
import { useInvitationPreview } from '../invitation/port.ts';
import { InvitationCard } from '../invitation/port.tsx';
import { TextLink } from './account-frame.tsx';

type Mode = ChannelResult<'session.registration'>['mode'];

const typingMilliseconds = 400;

/** The invitation that was opened, as the screens of a sign-in need it. */
export type SignUpInvitation = {
  /** Null: for anyone, or not known yet. */
  email: string | null;
  token: string | null;
  /** It leads into a project, so signing in accepts it too. */
  joins: boolean;
  shown: ReactNode;
  leave(): void;
};

/** The invitation that was opened or, in the app and on a server where an account needs one, a field for its link. */
export function useSignUpInvitation(
  opened: string | null,
  server: { isRegistering: boolean; serverUrl: string; choosesServer: boolean },
  onInvitation: (link: InvitationLink) => void,
): SignUpInvitation {
  const { serverUrl, choosesServer, isRegistering } = server;
  const mode = useRegistrationMode(serverUrl, isRegistering && opened === null);
  const needsOne = mode !== null && mode !== 'open';
  const invited = useInvitationPreview(serverUrl, opened ?? '');
  const invitation = invited.kind === 'read' ? invited.invitation : null;
  const isOpen = invitation?.state === 'open';
  const hint = mode === 'closed' ? accountText.registrationClosed : accountText.registrationByInvitation;
  const takesLink = opened === null && (needsOne || choosesServer);
  // People who have a server already rarely come with a link.
  const [isFieldOpen, setFieldOpen] = useState(serverUrl === '');
  const showsField = needsOne || isFieldOpen;
  return {
    email: invitation?.email || null,
    token: opened,
    joins: isOpen && invitation.project !== null,
    shown: (
      <>
        <InvitationCard state={invited} />
        {opened !== null && choosesServer && (
          <p className="-mt-2">
            <TextLink onClick={() => goTo({ name: 'home' }, { replace: true })}>
              {accountText.noInvitation}
            </TextLink>
          </p>
        )}
        {takesLink && showsField && (
          <LinkField hint={needsOne ? hint : accountText.pasteHint} onLink={onInvitation} />
        )}
        {takesLink && !showsField && (
          <p>
            <TextLink onClick={() => setFieldOpen(true)}>{accountText.pasteInvitation}</TextLink>
          </p>
        )}
      </>
    ),
    // The operator's invitation leads into no project.
    leave: () => {
      if (invitation?.project === null) goTo({ name: 'home' }, { replace: true });
    },
  };
}

/** Takes a link once it is whole. */
function LinkField({ hint, onLink }: { hint: string; onLink: (link: InvitationLink) => void }) {
  const [typed, setTyped] = useState('');
  const [isLeft, setLeft] = useState(false);
  const isWrong = isLeft && typed.trim() !== '' && parseInvitationLink(typed) === null;
  return (
    <TextField
      label={accountText.pasteInvitation}
      hint={hint}
      error={isWrong ? accountText.notWhole : undefined}
      placeholder={accountText.invitationExample}
      value={typed}
      onBlur={() => setLeft(true)}
      onChange={({ target }) => {
        setTyped(target.value);
        setLeft(false);
        const link = parseInvitationLink(target.value);
        if (link) onLink(link);
      }}
    />
  );
}

/** The people that may make an account there; null until it is known. An unreachable server shows when one submits. */
function useRegistrationMode(serverUrl: string, isAsked: boolean): Mode | null {
  const bridge = useBridge();
  const [mode, setMode] = useState<Mode | null>(null);
  useEffect(() => {
    setMode(null);
    if (!isAsked || !URL.canParse(serverUrl)) return;
    let isGone = false;
    const timer = setTimeout(async () => {
      const answer = await bridge.invoke('session.registration', { serverUrl });
      if (!isGone && answer.ok) setMode(answer.data.mode);
    }, typingMilliseconds);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [bridge, serverUrl, isAsked]);
  return mode;
}

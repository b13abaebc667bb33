import { type ReactNode, useEffect, useState } from 'react';
import type { ChannelResult } from '../../../protocol/ipc/channels.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { goTo } from '../../platform/route.ts';
import { accountText } from '../../text/account.ts';
import { TextField } from '../../ui/field.tsx';
import { useInvitationPreview } from '../invitation/port.ts';
import { InvitationCard } from '../invitation/port.tsx';

type Mode = ChannelResult<'session.registration'>['mode'];

const typingMilliseconds = 400;

/**
 * The invitation that was opened, or, on a server where an account needs one, a field for its link. `token` goes with
 * the request to register.
 */
export function useSignUpInvitation(
  opened: string | null,
  server: { isRegistering: boolean; serverUrl: string },
): { email: string | null; token: string | null; shown: ReactNode; leave: () => void } {
  const [link, setLink] = useState('');
  const { serverUrl } = server;
  const mode = useRegistrationMode(serverUrl, server.isRegistering && opened === null);
  const needsOne = mode !== null && mode !== 'open';
  const invited = useInvitationPreview(serverUrl, opened ?? (needsOne ? link : ''));
  const pasted = needsOne ? link.trim().slice(-43) : '';
  const invitation = invited.kind === 'read' ? invited.invitation : null;
  return {
    email: invitation?.email ?? null,
    token: opened ?? (pasted === '' ? null : pasted),
    shown: (
      <>
        <InvitationCard state={invited} />
        {needsOne && (
          <TextField
            label={accountText.invitationLink}
            hint={mode === 'closed' ? accountText.registrationClosed : accountText.registrationByInvitation}
            placeholder={accountText.invitationExample}
            value={link}
            onChange={(event) => setLink(event.target.value)}
          />
        )}
      </>
    ),
    // The operator's invitation leads into no project.
    leave: () => {
      if (invitation?.project === null) goTo({ name: 'home' }, { replace: true });
    },
  };
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

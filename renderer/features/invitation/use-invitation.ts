import { useEffect, useState } from 'react';
import type { InvitationPreview } from '../../../protocol/wire/member.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { failureSentence } from '../../text/failures.ts';
import { invitationText } from '../../text/invitation.ts';

export type InvitationState =
  | { kind: 'none' }
  | { kind: 'reading' }
  | { kind: 'read'; invitation: InvitationPreview }
  | { kind: 'failed'; message: string };

/** The end of every link: 256 bits in base64url. */
const token = /[\w-]{43}$/;

/** The invitation of a link or token on this server. Nothing is asked before the link is whole. */
export function useInvitationPreview(serverUrl: string, link: string): InvitationState {
  const bridge = useBridge();
  const [state, setState] = useState<InvitationState>({ kind: 'none' });
  const asked = token.test(link.trim()) ? link.trim() : null;
  useEffect(() => {
    if (asked === null) return setState({ kind: 'none' });
    let isGone = false;
    setState({ kind: 'reading' });
    void bridge.invoke('session.readInvitation', { serverUrl, link: asked }).then((answer) => {
      if (isGone) return;
      if (answer.ok) return setState({ kind: 'read', invitation: answer.data });
      const message = answer.kind === 'not-found' ? invitationText.unknown : failureSentence(answer);
      setState({ kind: 'failed', message });
    });
    return () => {
      isGone = true;
    };
  }, [bridge, serverUrl, asked]);
  return state;
}

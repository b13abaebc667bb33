import { useState } from 'react';
import type { SessionState } from '../../protocol/ipc/session.ts';
import { AccountScreen } from '../features/account/account-screen.tsx';
import { AskToOpen, JoinPage } from '../features/invitation/port.tsx';
import type { AppState } from '../platform/app-state.ts';
import { goTo, useRoute } from '../platform/route.ts';

/** The screens before a sign-in: the form, and before it what an opened invitation asks. */
export function SignedOut({
  state: { facts, session: sessions },
  session,
  onAgreed,
}: {
  state: AppState;
  session: Extract<SessionState, { kind: 'signed-out' }>;
  /** The invitation of this token is accepted right after the sign-in. */
  onAgreed: (token: string) => void;
}) {
  const route = useRoute();
  const { choosesServer, signsInByBrowser } = facts.capabilities;
  /** The token with which the user goes on here. */
  const [meant, setMeant] = useState<string | null>(null);
  const known = facts.suggestedServerUrl ?? session.lastServerUrl;
  const token = route.name === 'join' ? route.token : null;
  // In a browser, the server is that of the page, whatever the address of the page claims.
  const invitedTo = (choosesServer && route.name === 'join' && route.serverUrl) || null;
  const isMeant = token === meant;
  const leave = () => goTo({ name: 'home' }, { replace: true });
  if (token !== null && !choosesServer && !isMeant)
    return <JoinPage serverUrl={known ?? ''} token={token} onHere={() => setMeant(token)} onSignIn={leave} />;
  if (token !== null && invitedTo !== null && invitedTo !== known && !isMeant)
    return (
      <AskToOpen serverUrl={invitedTo} lastServerUrl={known} onOpen={() => setMeant(token)} onLeave={leave} />
    );
  return (
    <AccountScreen
      choosesServer={choosesServer}
      signsInByBrowser={signsInByBrowser}
      invitation={token}
      serverUrl={invitedTo ?? known ?? ''}
      onInvitation={(link, typedServerUrl) => {
        // The user has pasted it, so there is nothing to ask.
        setMeant(link.token);
        const serverUrl = choosesServer ? (link.serverUrl ?? typedServerUrl) : '';
        goTo({ name: 'join', token: link.token, ...(serverUrl !== '' && { serverUrl }) }, { replace: true });
      }}
      onAgreed={onAgreed}
      onSession={(next) => sessions.change(() => next)}
    />
  );
}

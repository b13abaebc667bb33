import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { memo, useEffect, useMemo, useState } from 'react';
import type { Bridge } from '../../protocol/ipc/bridge.ts';
import { BridgeContext, useBridge } from '../bridge/bridge-context.tsx';
import { ResetPassword } from '../features/account/reset-password.tsx';
import { VerifyEmail } from '../features/account/verify-email.tsx';
import { CommentUiStateProvider } from '../features/comments/comment-ui-state.tsx';
import { knownAlignment } from '../features/compare/difference-queries.ts';
import { DesktopDone, DesktopSignIn } from '../features/identity/port.tsx';
import { PartyProvider } from '../features/party/party-context.tsx';
import { PendingProvider } from '../features/pending/pending-context.tsx';
import { ListeningProvider } from '../features/player/listening.tsx';
import { CodeStep } from '../features/second-factor/port.tsx';
import { type AppState, startAppState } from '../platform/app-state.ts';
import { createQueryClient } from '../platform/queries.ts';
import { goTo, parseRoute, useRoute } from '../platform/route.ts';
import { SessionContext, type SignedIn } from '../platform/session-context.tsx';
import { SocketProvider } from '../platform/socket-context.tsx';
import { createStore, type Store, useStore } from '../platform/store.ts';
import { appText } from '../text/app.ts';
import { commonText } from '../text/common.ts';
import { Button } from '../ui/button.tsx';
import { MessageProvider } from '../ui/messages.tsx';
import { Empty } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { TooltipLayer } from '../ui/tooltips.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { SignedInFrame } from './frame.tsx';
import { followPushes } from './live-cache.ts';
import { SignedOut } from './signed-out.tsx';
import { useBugReports } from './use-bug-reports.ts';
import { useOpenedInvitation } from './use-opened-invitation.ts';

/** The whole page over a bridge. The page's policy forbids style elements, so Base UI must not create any. */
export function App({ bridge }: { bridge: Bridge }) {
  return (
    <BridgeContext value={bridge}>
      <CSPProvider disableStyleElements>
        <TooltipLayer>
          <ErrorBoundary>
            <MessageProvider>
              <Start />
            </MessageProvider>
          </ErrorBoundary>
        </TooltipLayer>
      </CSPProvider>
    </BridgeContext>
  );
}

/** Reads what the first frame needs. */
function Start() {
  const bridge = useBridge();
  const [start, setStart] = useState<AppState | Error | null>(null);
  const [tries, setTries] = useState(0);
  useBugReports();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each try starts again
  useEffect(() => {
    let ended = false;
    let stop = () => {
      ended = true;
    };
    startAppState(bridge).then(
      ({ state, dispose }) => {
        if (ended) return dispose();
        stop = dispose;
        setStart(state);
      },
      (error: unknown) => {
        if (!ended) setStart(error instanceof Error ? error : new Error(String(error)));
      },
    );
    return () => stop();
  }, [bridge, tries]);

  if (start === null) return <Skeleton rows={6} label={appText.starting} />;
  if (start instanceof Error)
    return (
      <main className="flex h-full">
        <Empty
          level={1}
          title={appText.startFailed}
          action={
            <Button tone="primary" onClick={() => setTries(tries + 1)}>
              {commonText.tryAgain}
            </Button>
          }
        >
          {start.message} {appText.startFailedHint}
        </Empty>
      </main>
    );
  return <Gate state={start} />;
}

function Gate({ state }: { state: AppState }) {
  const session = useStore(state.session);
  const route = useRoute();
  const [agreed] = useState(() => createStore<string | null>(null));
  useOpenedInvitation(state.target);
  if (route.name === 'reset' || route.name === 'verify') {
    const Page = route.name === 'reset' ? ResetPassword : VerifyEmail;
    const serverUrl = state.facts.suggestedServerUrl ?? '';
    return <Page serverUrl={serverUrl} token={route.token} onLeave={() => goTo({ name: 'home' })} />;
  }
  if (route.name === 'desktop-done') return <DesktopDone />;
  if (route.name === 'code')
    return (
      <CodeStep
        serverUrl={state.facts.suggestedServerUrl ?? ''}
        challenge={route.challenge}
        onSession={(next) => {
          state.session.change(() => next);
          goTo(parseRoute(`#${route.place}`), { replace: true });
        }}
        onBack={() => goTo({ name: 'home' }, { replace: true })}
      />
    );
  if (route.name === 'desktop' && session.kind === 'signed-in') {
    return <DesktopSignIn {...session.account} route={route} />;
  }
  if (session.kind === 'signed-out')
    return <SignedOut state={state} session={session} onAgreed={(token) => agreed.change(() => token)} />;
  const key = `${session.serverUrl} ${session.account.id}`;
  return (
    <Account
      key={key}
      session={session}
      facts={state.facts}
      connection={state.connection}
      target={state.target}
      agreed={agreed}
    />
  );
}

/**
 * Everything that lives from sign-in to sign-out. Each account has a cache of its own. Another place in the window draws
 * nothing of it again.
 */
const Account = memo(function Account({
  session,
  facts,
  connection,
  target,
  agreed,
}: { session: Omit<SignedIn, 'facts'>; agreed: Store<string | null> } & Pick<
  AppState,
  'facts' | 'connection' | 'target'
>) {
  const bridge = useBridge();
  const signedIn = useMemo(() => ({ ...session, facts }), [session, facts]);
  const [client] = useState(createQueryClient);
  useEffect(() => followPushes(bridge, client), [bridge, client]);
  useEffect(() => () => client.clear(), [client]);
  return (
    <SessionContext value={signedIn}>
      <QueryClientProvider client={client}>
        <SocketProvider connection={connection}>
          <PendingProvider>
            <ListeningProvider
              alignmentOf={(older, newer) => knownAlignment(client, older.fileId, newer.fileId)}
            >
              <PartyProvider>
                <CommentUiStateProvider>
                  <SignedInFrame target={target} agreed={agreed} />
                </CommentUiStateProvider>
              </PartyProvider>
            </ListeningProvider>
          </PendingProvider>
        </SocketProvider>
      </QueryClientProvider>
    </SessionContext>
  );
});

import { useEffect, useRef, useState } from 'react';
import type { SessionState } from '../../../protocol/ipc/session.ts';
import type { SignInProvider } from '../../../protocol/wire/identity.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { formatRoute, useRoute } from '../../platform/route.ts';
import { failureSentence } from '../../text/failures.ts';
import { identityText } from '../../text/identity.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/notice.tsx';

/** A server address is asked for its providers once nobody has typed in it for so long. */
const typingMilliseconds = 400;

/** Signing in without a password here: by each provider of the server or, in the app, in the system's browser. */
export function OtherWays({
  byBrowser,
  serverUrl,
  guard,
  onSession,
}: {
  byBrowser: boolean;
  serverUrl: string;
  /** Asks first if something speaks against signing in there. */
  guard: (proceed: () => void) => void;
  onSession: (session: SessionState) => void;
}) {
  const bridge = useBridge();
  const route = useRoute();
  const providers = useProviders(serverUrl);
  const [isWaiting, setWaiting] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const signIn = async (provider: string | null) => {
    setWaiting(true);
    setError(null);
    const returnTo = formatRoute(route).slice(1);
    const answer = await bridge.invoke('session.signInWith', { serverUrl, provider, returnTo });
    setWaiting(false);
    if (answer.ok) onSession(answer.data);
    else setError(failureSentence(answer));
  };
  if (providers === null || (providers.length === 0 && !byBrowser)) return null;
  if (isWaiting && byBrowser)
    return (
      <div className="flex flex-col gap-2">
        <p role="status" className="text-dim">
          {identityText.waiting}
        </p>
        <Button className="h-9" onClick={() => void bridge.invoke('session.stopWaiting', null)}>
          {identityText.cancel}
        </Button>
      </div>
    );
  return (
    <div className="flex flex-col gap-2">
      <p className="flex items-center gap-3 pb-1 text-meta text-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {identityText.or}
      </p>
      {providers.map(({ name, label }) => (
        <Button key={name} className="h-9" busy={isWaiting} onClick={() => guard(() => void signIn(name))}>
          <span className="truncate">{identityText.continueWith(label)}</span>
        </Button>
      ))}
      {byBrowser && (
        <Button className="h-9" onClick={() => guard(() => void signIn(null))}>
          {identityText.inBrowser}
        </Button>
      )}
      {error && <ErrorLine>{error}</ErrorLine>}
    </div>
  );
}

/** The providers of the server at this address; null until it has answered, or if it is of an earlier version. */
function useProviders(serverUrl: string): SignInProvider[] | null {
  const bridge = useBridge();
  const [known, setKnown] = useState<{ serverUrl: string; providers: SignInProvider[] } | null>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    if (serverUrl === '') return;
    let isCurrent = true;
    const timer = setTimeout(
      async () => {
        const answer = await bridge.invoke('session.providers', { serverUrl });
        if (isCurrent && answer.ok) setKnown({ serverUrl, providers: answer.data });
      },
      isFirst.current ? 0 : typingMilliseconds,
    );
    isFirst.current = false;
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [bridge, serverUrl]);
  return known?.serverUrl === serverUrl ? known.providers : null;
}

import { useEffect, useState } from 'react';
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

/** Signing in without a password, by each provider of the server. Nothing while the server has none. */
export function OtherWays({
  serverUrl,
  onSession,
}: {
  serverUrl: string;
  onSession: (session: SessionState) => void;
}) {
  const bridge = useBridge();
  const route = useRoute();
  const providers = useProviders(serverUrl);
  const [waitsFor, setWaitsFor] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const signIn = async (provider: string) => {
    setWaitsFor(provider);
    setError(null);
    const returnTo = formatRoute(route).slice(1);
    const answer = await bridge.invoke('session.signInWith', { serverUrl, provider, returnTo });
    setWaitsFor(null);
    if (answer.ok) onSession(answer.data);
    else setError(failureSentence(answer));
  };
  if (providers.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      <p className="flex items-center gap-3 pb-1 text-meta text-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {identityText.or}
      </p>
      {providers.map(({ name, label }) => (
        <Button key={name} className="h-9" busy={waitsFor === name} onClick={() => void signIn(name)}>
          <span className="truncate">{identityText.continueWith(label)}</span>
        </Button>
      ))}
      {error && <ErrorLine>{error}</ErrorLine>}
    </div>
  );
}

/** The providers of the server at this address, once it has answered. */
function useProviders(serverUrl: string): SignInProvider[] {
  const bridge = useBridge();
  const [known, setKnown] = useState<{ serverUrl: string; providers: SignInProvider[] } | null>(null);
  useEffect(() => {
    if (serverUrl === '') return;
    let isCurrent = true;
    const timer = setTimeout(
      async () => {
        const answer = await bridge.invoke('session.providers', { serverUrl });
        if (isCurrent && answer.ok) setKnown({ serverUrl, providers: answer.data });
      },
      known === null ? 0 : typingMilliseconds,
    );
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [bridge, serverUrl, known]);
  return known?.serverUrl === serverUrl ? known.providers : [];
}

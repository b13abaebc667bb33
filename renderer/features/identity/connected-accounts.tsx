import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { WaysIn } from '../../../protocol/wire/identity.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read } from '../../bridge/read.ts';
import { failureSentence } from '../../text/failures.ts';
import { identityText } from '../../text/identity.ts';
import { Button } from '../../ui/button.tsx';
import { useSay } from '../../ui/messages.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

const text = identityText.connected;
const waysKey = ['ways-in'] as const;

/** The providers with which the account can be signed in to. Nothing if the server has none. */
export function ConnectedAccounts() {
  const bridge = useBridge();
  const ways = useQuery({
    queryKey: waysKey,
    queryFn: () => read(bridge, 'identities.list', null),
    // The browser changes it while the app is open.
    staleTime: 0,
    gcTime: 0,
  });
  const { busy, change } = useChange();
  const providers = ways.data?.providers ?? [];
  if (ways.data && providers.length === 0) return null;
  return (
    <section aria-label={text.heading} className="flex min-w-0 flex-col gap-2 px-2">
      <h3 className="text-meta font-semibold text-faint">{text.heading}</h3>
      {ways.isPending && <Skeleton rows={1} label={text.loading} />}
      {ways.error && <ErrorLine>{ways.error.message}</ErrorLine>}
      {providers.length > 0 && (
        <>
          <p className="text-meta text-dim">{text.hint}</p>
          <ul aria-label={text.list} className="flex flex-col">
            {providers.map((provider) => (
              <Row
                key={provider.name}
                provider={provider}
                isBusy={busy}
                onChange={() => void change(provider)}
              />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

type Provider = WaysIn['providers'][number];

function Row({
  provider: { label, linkedAt },
  isBusy,
  onChange,
}: {
  provider: Provider;
  isBusy: boolean;
  onChange: () => void;
}) {
  return (
    <li className="flex min-h-11 items-center gap-2 border-t border-line py-1.5">
      <span className="min-w-0 flex-1">
        <span className="block wrap-anywhere">{label}</span>
        <span className="block text-meta text-dim">
          {linkedAt === null ? text.isNotConnected : text.isConnected}
        </span>
      </span>
      {linkedAt === null ? (
        <Button aria-label={text.connectOne(label)} busy={isBusy} onClick={onChange}>
          {text.connect}
        </Button>
      ) : (
        <Button tone="quiet" aria-label={text.disconnectOne(label)} busy={isBusy} onClick={onChange}>
          {text.disconnect}
        </Button>
      )}
    </li>
  );
}

/** Connects a provider, or disconnects it. */
function useChange() {
  const bridge = useBridge();
  const client = useQueryClient();
  const say = useSay();
  const [busy, setBusy] = useState(false);
  const change = async ({ name, linkedAt }: Provider) => {
    setBusy(true);
    const answer = await bridge.invoke(linkedAt === null ? 'identities.link' : 'identities.unlink', {
      provider: name,
    });
    if (!answer.ok) say.failed(text.failed, failureSentence(answer));
    await client.invalidateQueries({ queryKey: waysKey });
    setBusy(false);
  };
  return { busy, change };
}

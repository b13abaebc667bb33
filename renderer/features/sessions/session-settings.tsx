import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Session } from '../../../protocol/wire/session.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read } from '../../bridge/read.ts';
import { useNow } from '../../platform/use-now.ts';
import { failureSentence } from '../../text/failures.ts';
import { sessionsText } from '../../text/sessions.ts';
import { Button } from '../../ui/button.tsx';
import { useSay } from '../../ui/messages.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

const sessionsKey = ['sessions'] as const;

/** The devices on which the account is signed in. Any other one can be signed out from here. */
export function SessionSettings() {
  const bridge = useBridge();
  const sessions = useQuery({
    queryKey: sessionsKey,
    queryFn: () => read(bridge, 'sessions.list', null),
    // No event says that a device was used.
    staleTime: 0,
    gcTime: 0,
  });
  const { busy, end } = useEnding();
  const list = sessions.data ?? [];
  return (
    <section aria-label={sessionsText.heading} className="flex min-w-0 flex-col gap-2 px-2">
      <h3 className="text-meta font-semibold text-faint">{sessionsText.heading}</h3>
      {sessions.isPending && <Skeleton rows={2} label={sessionsText.loading} />}
      {sessions.error && <ErrorLine>{sessions.error.message}</ErrorLine>}
      {list.length > 0 && (
        <ul aria-label={sessionsText.list} className="flex flex-col">
          {list.map((session) => (
            <Row key={session.id} session={session} isBusy={busy} onEnd={() => void end(session)} />
          ))}
        </ul>
      )}
      {list.length > 2 && (
        <Button className="self-start" busy={busy} onClick={() => void end(null)}>
          {sessionsText.endOthers}
        </Button>
      )}
    </section>
  );
}

function Row({ session, isBusy, onEnd }: { session: Session; isBusy: boolean; onEnd: () => void }) {
  const now = useNow();
  const { device, address, lastUsedAt, isCurrent } = session;
  return (
    <li className="flex min-h-11 items-center gap-2 border-t border-line py-1.5">
      <span className="min-w-0 flex-1">
        <span className="block wrap-anywhere">{device}</span>
        <span className="block text-meta wrap-anywhere text-dim tabular-nums">
          {sessionsText.facts(
            address,
            isCurrent ? sessionsText.thisDevice : sessionsText.lastUsed(Date.parse(lastUsedAt), now),
          )}
        </span>
      </span>
      {!isCurrent && (
        <Button tone="quiet" aria-label={sessionsText.endOne(device)} busy={isBusy} onClick={onEnd}>
          {sessionsText.end}
        </Button>
      )}
    </li>
  );
}

/** Ends one session, or all others for null. */
function useEnding() {
  const bridge = useBridge();
  const client = useQueryClient();
  const say = useSay();
  const [busy, setBusy] = useState(false);
  const end = async (session: Session | null) => {
    setBusy(true);
    const answer = session
      ? await bridge.invoke('sessions.end', { id: session.id })
      : await bridge.invoke('sessions.endOthers', null);
    if (!answer.ok) say.failed(sessionsText.endFailed, failureSentence(answer));
    await client.invalidateQueries({ queryKey: sessionsKey });
    setBusy(false);
  };
  return { busy, end };
}

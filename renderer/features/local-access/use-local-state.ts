import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Answer } from '../../../protocol/ipc/bridge.ts';
import type { LocalState } from '../../../protocol/ipc/local-channels.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read } from '../../bridge/read.ts';
import { failureSentence } from '../../text/failures.ts';
import { localAccessText } from '../../text/local-access.ts';
import { useSay } from '../../ui/messages.tsx';

const key = ['local-access'] as const;

/** How other programs reach the app, up to date while it is shown. */
export function useLocalState() {
  const bridge = useBridge();
  const client = useQueryClient();
  useEffect(
    () => bridge.on('local.changed', (state) => void client.setQueryData(key, state)),
    [bridge, client],
  );
  return useQuery({
    queryKey: key,
    queryFn: () => read(bridge, 'local.state', null),
    // REAPER may have been installed since.
    staleTime: 0,
  });
}

/** Changes it, one change at a time. */
export function useChangeLocal() {
  const client = useQueryClient();
  const say = useSay();
  const [busy, setBusy] = useState(false);
  const change = async (run: () => Promise<Answer<LocalState>>) => {
    setBusy(true);
    const answer = await run();
    setBusy(false);
    if (!answer.ok) return say.failed(localAccessText.failed, failureSentence(answer));
    client.setQueryData(key, answer.data);
  };
  return { busy, change };
}

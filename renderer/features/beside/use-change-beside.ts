import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { ChannelArgs } from '../../../protocol/ipc/channels.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { keys } from '../../platform/queries.ts';
import { besideText } from '../../text/beside.ts';
import { failureSentence } from '../../text/failures.ts';
import { useSay } from '../../ui/messages.tsx';

/** Changes these settings. What the screen shows is what the app has answered. */
export function useChangeBeside(): (changes: ChannelArgs<'beside.change'>) => Promise<void> {
  const bridge = useBridge();
  const client = useQueryClient();
  const say = useSay();
  return useCallback(
    async (changes) => {
      const answer = await bridge.invoke('beside.change', changes);
      if (answer.ok) client.setQueryData(keys.beside, answer.data);
      else say.failed(besideText.saveFailed, failureSentence(answer));
    },
    [bridge, client, say],
  );
}

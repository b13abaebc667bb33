import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read } from '../../bridge/read.ts';
import { blocksText } from '../../text/blocks.ts';
import { failureSentence } from '../../text/failures.ts';
import type { Done } from '../../ui/dialog.tsx';
import { useSay } from '../../ui/messages.tsx';

const blocksKey = ['blocks'] as const;

/** No event announces a block that was made on another device: `isFresh` reads them again. */
export function useBlocks({ isFresh = false } = {}) {
  const bridge = useBridge();
  return useQuery({
    queryKey: blocksKey,
    queryFn: () => read(bridge, 'blocks.list', null),
    ...(isFresh && { staleTime: 0 }),
  });
}

export function useIsBlocked(userId: string): boolean {
  return useBlocks().data?.some(({ id }) => id === userId) ?? false;
}

export function useBlock(): (userId: string) => Promise<Done> {
  const bridge = useBridge();
  const client = useQueryClient();
  return async (userId) => {
    const answer = await bridge.invoke('blocks.add', { userId });
    if (!answer.ok) return failureSentence(answer);
    await client.invalidateQueries({ queryKey: blocksKey });
    return null;
  };
}

export function useUnblock(): (userId: string) => Promise<void> {
  const bridge = useBridge();
  const client = useQueryClient();
  const say = useSay();
  return async (userId) => {
    const answer = await bridge.invoke('blocks.remove', { userId });
    if (!answer.ok) say.failed(blocksText.unblockFailed, failureSentence(answer));
    await client.invalidateQueries({ queryKey: blocksKey });
  };
}

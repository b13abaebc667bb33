import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read } from '../../bridge/read.ts';

const shareKey = (fileId: string) => ['shares', fileId] as const;

/** The active links to a file. No event announces changes, so they are reloaded whenever they are shown. */
export function useShares(fileId: string) {
  const bridge = useBridge();
  return useQuery({
    queryKey: shareKey(fileId),
    queryFn: () => read(bridge, 'shares.list', { fileId }),
    staleTime: 0,
    gcTime: 0,
  });
}

export function useReadSharesAgain(fileId: string): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: shareKey(fileId) });
}

import { useQuery } from '@tanstack/react-query';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read } from '../../bridge/read.ts';

/** The account's address and what the server does for it. */
export function useAccountFacts() {
  const bridge = useBridge();
  return useQuery({
    queryKey: ['account'],
    queryFn: () => read(bridge, 'session.account', null),
    // A link that is opened in a browser changes it, and no event says so.
    staleTime: 0,
    gcTime: 0,
  });
}

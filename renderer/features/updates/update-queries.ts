import { useQuery } from '@tanstack/react-query';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read } from '../../bridge/read.ts';
import { keys } from '../../platform/queries.ts';

/** How far an update of the app is. */
export function useUpdateState() {
  const bridge = useBridge();
  return useQuery({ queryKey: keys.updates, queryFn: () => read(bridge, 'updates.state', null) });
}

import { type QueryClient, useQuery } from '@tanstack/react-query';
import type { Bridge } from '../../../protocol/ipc/bridge.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read, readLatest } from '../../bridge/read.ts';

const noticesKey = ['notices'] as const;

export function followNotices(bridge: Bridge, client: QueryClient): (() => void)[] {
  return [bridge.on('notices.changed', (list) => client.setQueryData(noticesKey, list))];
}

/** Notices about the data on this computer, newest first, until they are dismissed. */
export function useNotices() {
  const bridge = useBridge();
  return useQuery({
    queryKey: noticesKey,
    queryFn: () => readLatest(bridge, 'notices.changed', () => read(bridge, 'notices.list', null)),
  });
}

import { type QueryClient, useQuery } from '@tanstack/react-query';
import type { Bridge } from '../../../protocol/ipc/bridge.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read } from '../../bridge/read.ts';

const announcementKey = ['announcement'] as const;

/** The announcement of the operator of the server, or null. */
export function useAnnouncement() {
  const bridge = useBridge();
  return useQuery({
    queryKey: announcementKey,
    queryFn: async () => (await read(bridge, 'operator.announcement', null)).announcement,
  });
}

/** Takes announcements as they are made, and asks after each time without a connection. */
export function followAnnouncement(bridge: Bridge, client: QueryClient): (() => void)[] {
  return [
    bridge.on('realtime.event', (event) => {
      if (event.name !== 'server:announcement') return;
      // An answer that is still on its way is older.
      void client.cancelQueries({ queryKey: announcementKey });
      client.setQueryData(announcementKey, event.payload.announcement);
    }),
    bridge.on('connection.changed', ({ kind }) => {
      if (kind === 'online') void client.invalidateQueries({ queryKey: announcementKey });
    }),
  ];
}

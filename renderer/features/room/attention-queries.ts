import { type QueryClient, useQuery } from '@tanstack/react-query';
import type { Bridge } from '../../../protocol/ipc/bridge.ts';
import type { ProjectAttention } from '../../../protocol/wire/attention.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read, readLatest } from '../../bridge/read.ts';

const key = ['attention'] as const;

/** Applies pushes to the loaded attention. Returns functions that unsubscribe. */
export function followAttention(bridge: Bridge, client: QueryClient): (() => void)[] {
  return [bridge.on('attention.changed', (attention) => client.setQueryData(key, attention))];
}

export function useAttention() {
  const bridge = useBridge();
  return useQuery({
    queryKey: key,
    queryFn: () => readLatest(bridge, 'attention.changed', () => read(bridge, 'attention.read', null)),
  });
}

/** Undefined while it isn't loaded, and for a project in which nothing was chosen or written since the user joined. */
export function useProjectAttention(projectId: string): ProjectAttention | undefined {
  return useAttention().data?.projects.find((one) => one.projectId === projectId);
}

/** The number of unread messages in the room. */
export function useUnreadInRoom(projectId: string): number {
  return useProjectAttention(projectId)?.unreadCount ?? 0;
}

import { type QueryClient, useQuery } from '@tanstack/react-query';
import type { Bridge } from '../../../protocol/ipc/bridge.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read, readLatest } from '../../bridge/read.ts';

export const notificationKeys = {
  notifications: ['notifications'] as const,
  settings: ['settings'] as const,
};

/** Applies pushes to the loaded notifications and settings. Returns functions that unsubscribe. */
export function followNotifications(bridge: Bridge, client: QueryClient): (() => void)[] {
  return [
    bridge.on('notifications.changed', (list) => client.setQueryData(notificationKeys.notifications, list)),
    bridge.on('settings.changed', (settings) => client.setQueryData(notificationKeys.settings, settings)),
  ];
}

export function useNotifications() {
  const bridge = useBridge();
  return useQuery({
    queryKey: notificationKeys.notifications,
    queryFn: () =>
      readLatest(bridge, 'notifications.changed', () => read(bridge, 'notifications.list', null)),
  });
}

export function useSettings() {
  const bridge = useBridge();
  return useQuery({
    queryKey: notificationKeys.settings,
    queryFn: () => readLatest(bridge, 'settings.changed', () => read(bridge, 'settings.read', null)),
  });
}

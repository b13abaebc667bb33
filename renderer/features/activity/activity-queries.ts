import { type QueryClient, useQuery } from '@tanstack/react-query';
import type { Bridge } from '../../../protocol/ipc/bridge.ts';
import type { Activity } from '../../../protocol/wire/activity.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read } from '../../bridge/read.ts';
import { withActivity } from './activity-feed.ts';

/** A project's feed or, with null, the feed of all projects. */
export type FeedId = string | null;

export const activityKeys = {
  all: ['activities'] as const,
  /** The activities of an absence. */
  missed: ['activities', 'missed'] as const,
  feed: (projectId: FeedId) => ['activities', projectId ?? 'everything'] as const,
};

/** How many activities one page holds. A shorter page is the last one. */
export const activityPage = 50;

/** Applies pushes to the loaded feeds. Returns functions that unsubscribe. */
export function followActivities(bridge: Bridge, client: QueryClient): (() => void)[] {
  return [
    bridge.on('realtime.event', (event) => {
      if (event.name !== 'activity:new') return;
      for (const projectId of [event.payload.projectId, null])
        changeFeed(client, projectId, (list) => withActivity(list, event.payload));
      void client.invalidateQueries({ queryKey: activityKeys.missed });
    }),
    bridge.on('activities.changed', () => void client.invalidateQueries({ queryKey: activityKeys.all })),
  ];
}

export function changeFeed(
  client: QueryClient,
  projectId: FeedId,
  change: (list: readonly Activity[]) => readonly Activity[],
): void {
  client.setQueryData(activityKeys.feed(projectId), (list: readonly Activity[] | undefined) =>
    list ? change(list) : undefined,
  );
}

/** A reload keeps the length of the feed, up to the 200 activities that one answer holds. */
export function useActivities(projectId: FeedId) {
  const bridge = useBridge();
  return useQuery<readonly Activity[]>({
    queryKey: activityKeys.feed(projectId),
    queryFn: ({ client, queryKey }) => {
      const length = client.getQueryData<readonly Activity[]>(queryKey)?.length ?? 0;
      const limit = Math.min(200, Math.max(activityPage, length));
      return read(bridge, 'activities.list', { projectId, limit });
    },
  });
}

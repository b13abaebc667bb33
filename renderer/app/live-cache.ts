import type { QueryClient } from '@tanstack/react-query';
import type { Bridge } from '../../protocol/ipc/bridge.ts';
import type { RealtimeEvent } from '../../protocol/ipc/pushes.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import { parseTopic } from '../../protocol/wire/topic.ts';
import { activityKeys, followActivities } from '../features/activity/activity-queries.ts';
import { followAnnouncement } from '../features/announcement/announcement-queries.ts';
import { followChat } from '../features/chat/chat-queries.ts';
import { followComments } from '../features/comments/comment-queries.ts';
import { followDifferences } from '../features/compare/difference-queries.ts';
import { followNotices } from '../features/notices/notice-queries.ts';
import { followNotifications } from '../features/notifications/notification-queries.ts';
import { followOutbox } from '../features/pending/follow-outbox.ts';
import { followPins } from '../features/pins/pin-queries.ts';
import { followPeaks } from '../features/player/peaks-queries.ts';
import { followAttention } from '../features/room/attention-queries.ts';
import { followStemDownloads } from '../features/stems/stem-downloads.ts';
import { changeTransfers } from '../features/transfers/transfer-list.ts';
import { advance } from '../platform/project-feed.ts';
import { keys } from '../platform/queries.ts';

/** Applies what the main process pushes to the cache, until the returned function is called. */
export function followPushes(bridge: Bridge, client: QueryClient): () => void {
  const stops = [
    bridge.on('projects.changed', (projects) => client.setQueryData(keys.projects, projects)),
    bridge.on('project.replaced', ({ id }) => {
      void client.invalidateQueries({ queryKey: keys.project(id) });
      void client.invalidateQueries({ queryKey: activityKeys.feed(id) });
    }),
    bridge.on('realtime.event', (event) => followEvent(client, event)),
    bridge.on('bindings.changed', (bindings) => client.setQueryData(keys.bindings, bindings)),
    bridge.on('window.changed', (form) => client.setQueryData(keys.windowForm, form)),
    bridge.on('updates.changed', (state) => client.setQueryData(keys.updates, state)),
    bridge.on('beside.changed', (state) => client.setQueryData(keys.beside, state)),
    bridge.on('transfers.changed', (change) =>
      client.setQueryData(keys.transfers, (list: Parameters<typeof changeTransfers>[0] | undefined) =>
        list ? changeTransfers(list, change) : undefined,
      ),
    ),
    // Reads that failed while offline run again once the server is reached.
    bridge.on('connection.changed', ({ kind }) => {
      if (kind === 'online')
        void client.refetchQueries({ predicate: ({ state }) => state.status === 'error' });
    }),
    followOutbox(bridge, client),
    ...followChat(bridge, client),
    ...followNotifications(bridge, client),
    ...followAttention(bridge, client),
    ...followActivities(bridge, client),
    ...followComments(bridge, client),
    ...followPeaks(bridge, client),
    ...followDifferences(bridge, client),
    ...followPins(bridge, client),
    ...followStemDownloads(bridge, client),
    ...followNotices(bridge, client),
    ...followAnnouncement(bridge, client),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function followEvent(client: QueryClient, event: RealtimeEvent): void {
  if (!('topic' in event)) return;
  if (event.name === 'project:left') {
    void client.invalidateQueries({ queryKey: keys.project(event.payload.projectId) });
    return;
  }
  const topic = parseTopic(event.topic);
  if (topic.kind !== 'project') return;
  if (event.name === 'project:deleted') {
    void client.invalidateQueries({ queryKey: keys.project(topic.id) });
    return;
  }
  if (event.name === 'cut:deleted' || event.name === 'cut:restored') {
    void client.invalidateQueries({ queryKey: keys.deletedCuts(topic.id) });
  }
  const project = client.getQueryData<ProjectSnapshot>(keys.project(topic.id));
  if (!project) return;
  const next = advance(project, event);
  if (next === 'behind') void client.invalidateQueries({ queryKey: keys.project(topic.id) });
  else client.setQueryData(keys.project(topic.id), next);
}

import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Notification } from '../../../protocol/wire/notification.ts';
import { currentRoute } from '../../platform/route.ts';
import { useSocket } from '../../platform/socket-context.tsx';
import { useStable } from '../../platform/use-stable.ts';
import { useSay } from '../../ui/messages.tsx';
import { gatherNews, newsToShow } from './gather-news.ts';
import { notificationKeys, useSettings } from './notification-queries.ts';
import { useOpenNotification } from './use-open.ts';

/**
 * Shows news for a moment while the window is in front; when it isn't, the system's own notification does. Not what is
 * about the place on screen, where it is seen to happen, nothing in quiet mode, and nothing that was read elsewhere.
 */
export function useNews(showList: () => void): void {
  const socket = useSocket();
  const client = useQueryClient();
  const say = useSay();
  const settings = useSettings().data;
  const open = useOpenNotification();
  const { show } = useStable({
    show(gathered: readonly Notification[]) {
      if (!settings || !document.hasFocus()) return;
      const held = client.getQueryData<readonly Notification[]>(notificationKeys.notifications) ?? [];
      const shown = newsToShow(gathered, { held, route: currentRoute(), settings });
      if (shown.kind === 'many') {
        say.told(`${shown.count} new for you`, { action: { label: 'Show', onChoose: showList } });
        return;
      }
      for (const notification of shown.news) {
        const label = notification.type === 'invited' ? 'Mark as read' : 'Show';
        say.told(notification.title, {
          description: notification.message,
          action: { label, onChoose: () => open(notification) },
        });
      }
    },
  });
  useEffect(() => {
    const gathering = gatherNews(show);
    const unsubscribe = socket.on('notification:new', ({ payload }) => gathering.heard(payload));
    return () => {
      unsubscribe();
      gathering.stop();
    };
  }, [socket, show]);
}

import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Notification } from '../../../protocol/wire/notification.ts';
import { currentRoute } from '../../platform/route.ts';
import { useSocket } from '../../platform/socket-context.tsx';
import { useStable } from '../../platform/use-stable.ts';
import { commonText } from '../../text/common.ts';
import { notificationsText } from '../../text/notifications.ts';
import { useSay } from '../../ui/messages.tsx';
import { useCommentUiState } from '../comments/port.tsx';
import { gatherNotifications, notificationsToShow } from './gather-notifications.ts';
import { notificationKeys, useSettings } from './notification-queries.ts';
import { useOpenNotification } from './use-open.ts';

/**
 * Shows new notifications for a moment while the window is in front; otherwise the system's notifications are used.
 * Leaves out notifications about what is on screen, silenced ones, and those that were read elsewhere.
 */
export function useLiveNotifications(showList: () => void): void {
  const socket = useSocket();
  const client = useQueryClient();
  const say = useSay();
  const settings = useSettings().data;
  const open = useOpenNotification();
  const { roomInSight } = useCommentUiState();
  const { show } = useStable({
    show(gathered: readonly Notification[]) {
      if (!settings || !document.hasFocus()) return;
      const known = client.getQueryData<readonly Notification[]>(notificationKeys.notifications) ?? [];
      const shown = notificationsToShow(gathered, {
        known,
        route: currentRoute(),
        roomInSight: roomInSight.get(),
        settings,
      });
      if (shown.kind === 'many') {
        say.inform(notificationsText.many(shown.count), {
          action: { label: commonText.show, onChoose: showList },
        });
        return;
      }
      for (const notification of shown.notifications) {
        const label = notification.type === 'invited' ? notificationsText.markAsRead : commonText.show;
        say.inform(notification.title, {
          description: notification.message,
          action: { label, onChoose: () => open(notification) },
        });
      }
    },
  });
  useEffect(() => {
    const gathering = gatherNotifications(show);
    const unsubscribe = socket.on('notification:new', ({ payload }) => gathering.add(payload));
    return () => {
      unsubscribe();
      gathering.stop();
    };
  }, [socket, show]);
}

import { useCallback } from 'react';
import type { Link } from '../../../protocol/wire/activity.ts';
import type { Notification } from '../../../protocol/wire/notification.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { goToAgain, routeOf } from '../../platform/route.ts';
import { failureSentence } from '../../text/failures.ts';
import { notificationsText } from '../../text/notifications.ts';
import { useSay } from '../../ui/messages.tsx';

/** Opens a notification's target and marks it as read. */
export function useOpenNotification(): (notification: Notification) => void {
  const bridge = useBridge();
  const say = useSay();
  return useCallback(
    ({ id, isRead, link, type }) => {
      if (!isRead)
        void bridge.invoke('notifications.read', { id }).then((answer) => {
          if (!answer.ok) say.failed(notificationsText.readFailed, failureSentence(answer));
        });
      // An invited user isn't a member of the project yet.
      if (type !== 'invited') goToLink(link);
    },
    [bridge, say],
  );
}

/** Goes to a link. On the current page, scrolls its comment or vibe into view again. */
export function goToLink(link: Link): void {
  goToAgain(routeOf(link));
}

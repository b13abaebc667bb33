import { useCallback } from 'react';
import type { Link } from '../../../protocol/wire/activity.ts';
import type { Notification } from '../../../protocol/wire/notification.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { goToAgain, routeOf } from '../../platform/route.ts';
import { failureSentence } from '../../text/failures.ts';
import { useSay } from '../../ui/messages.tsx';

/** Goes to the place that a notification is about, and marks it as read. */
export function useOpenNotification(): (notification: Notification) => void {
  const bridge = useBridge();
  const say = useSay();
  return useCallback(
    ({ id, isRead, link, type }) => {
      if (!isRead)
        void bridge.invoke('notifications.read', { id }).then((answer) => {
          if (!answer.ok) say.failed('It could not be marked as read', failureSentence(answer));
        });
      // One isn't in the project that one is invited to.
      if (type !== 'invited') goToLink(link);
    },
    [bridge, say],
  );
}

/** Where one is there already, the comment or vibe is brought into view again. */
export function goToLink(link: Link): void {
  goToAgain(routeOf(link));
}

import { useCallback } from 'react';
import type { RealtimeEvent } from '../../../protocol/ipc/pushes.ts';
import { currentRoute } from '../../app/route.ts';
import { useRealtimeEvent } from '../../app/socket-context.tsx';
import { useSay } from '../../ui/messages.tsx';
import { useSettings } from './notification-queries.ts';
import { isInSight, isTold } from './notification-words.ts';
import { useOpenNotification } from './use-open.ts';

/**
 * Shows news for a moment while the window is in front; when it isn't, the system's own notification does. Not what is
 * about the place on screen, where it is seen to happen, and nothing in quiet mode.
 */
export function useNews(): void {
  const say = useSay();
  const settings = useSettings().data;
  const open = useOpenNotification();
  const tell = useCallback(
    ({ payload }: Extract<RealtimeEvent, { name: 'notification:new' }>) => {
      if (!settings || !document.hasFocus()) return;
      if (isInSight(payload.link, currentRoute()) || !isTold(payload.link, settings)) return;
      const label = payload.type === 'invited' ? 'Mark as read' : 'Show';
      say.told(payload.title, {
        description: payload.message,
        action: { label, onChoose: () => open(payload) },
      });
    },
    [say, settings, open],
  );
  useRealtimeEvent('notification:new', tell);
}

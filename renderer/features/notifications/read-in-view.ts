import { useEffect, useRef, useState } from 'react';
import { placeOfNews } from '../../../common/place-of-news.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useFrame } from '../../platform/frame-context.tsx';
import { useRoute } from '../../platform/route.ts';
import { useSocket } from '../../platform/socket-context.tsx';
import { useStore } from '../../platform/store.ts';
import { useWindowFocus } from '../../platform/window-focus.ts';
import { useCommentUiState } from '../comments/port.tsx';
import { whereaboutsOf } from './notification-facts.ts';
import { useNotifications } from './notification-queries.ts';

/** How long the row of a song shows that a version has just arrived. */
const arrivalMilliseconds = 3_000;

/**
 * Marks notifications as read, on all devices, whose subject is on the screen: that is where they are announced. It draws
 * nothing. As a hook of the window, it would draw the whole window again whenever a row scrolls into sight.
 */
export function ReadInView(): null {
  const bridge = useBridge();
  const { inSight } = useFrame();
  const notifications = useNotifications().data;
  const isInFront = useWindowFocus();
  const route = useRoute();
  const sights = useStore(inSight);
  const room = useStore(useCommentUiState().roomInSight);
  const arrived = useJustArrived();
  const marked = useRef(new Set<string>());
  useEffect(() => {
    const view = { isInFront, route, roomInSight: room, inSight: sights };
    for (const notification of notifications ?? []) {
      const { id, isRead, type } = notification;
      if (isRead || marked.current.has(id)) continue;
      const where = whereaboutsOf(notification, view, arrived.has(id));
      if (placeOfNews(type === 'invited' ? 'invitation' : 'project', where) !== 'row') continue;
      marked.current.add(id);
      void bridge.invoke('notifications.read', { id }).then((answer) => {
        // Tried again with the next change. Until then it stays unread, correctly.
        if (!answer.ok) marked.current.delete(id);
      });
    }
  }, [bridge, notifications, isInFront, route, sights, room, arrived]);
  return null;
}

/** The ids of notifications that arrived a moment ago. */
function useJustArrived(): ReadonlySet<string> {
  const socket = useSocket();
  const [arrived, setArrived] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const stop = socket.on('notification:new', ({ payload: { id } }) => {
      setArrived((known) => new Set(known).add(id));
      const timer = setTimeout(() => {
        timers.delete(timer);
        setArrived((known) => new Set([...known].filter((one) => one !== id)));
      }, arrivalMilliseconds);
      timers.add(timer);
    });
    return () => {
      stop();
      for (const timer of timers) clearTimeout(timer);
    };
  }, [socket]);
  return arrived;
}

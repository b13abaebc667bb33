import type { AccountSettings } from '../../../protocol/ipc/settings.ts';
import type { Notification } from '../../../protocol/wire/notification.ts';
import type { Route } from '../../platform/route.ts';
import { isInSight, isSilenced } from './notification-facts.ts';

/** How long notifications are gathered before they are shown: a catch-up may also bring that some were read elsewhere. */
const gatherMilliseconds = 300;

/** More than this become one message, so that nobody returns to a wall of them after a day away. */
const mostAtOnce = 3;

/** How gathered notifications are shown: one by one, or as one message. */
export type ShownNotifications =
  | { kind: 'each'; notifications: readonly Notification[] }
  | { kind: 'many'; count: number };

/** `known` is the current list. A notification that isn't in it is shown anyway. */
export function notificationsToShow(
  gathered: readonly Notification[],
  {
    known,
    route,
    roomInSight,
    settings,
  }: {
    known: readonly Notification[];
    route: Route;
    /** The project whose room is on the screen. */
    roomInSight: string | null;
    settings: Pick<AccountSettings, 'isQuiet' | 'mutedProjectIds'>;
  },
): ShownNotifications {
  const read = new Set(known.filter(({ isRead }) => isRead).map(({ id }) => id));
  const notifications = gathered.filter(
    ({ id, link }) => !read.has(id) && !isInSight(link, route, roomInSight) && !isSilenced(link, settings),
  );
  return notifications.length > mostAtOnce
    ? { kind: 'many', count: notifications.length }
    : { kind: 'each', notifications };
}

/** Passes on the notifications that arrive within a moment together. */
export function gatherNotifications(show: (gathered: readonly Notification[]) => void): {
  add(notification: Notification): void;
  stop(): void;
} {
  let gathered: Notification[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    add(notification) {
      gathered.push(notification);
      timer ??= setTimeout(() => {
        const together = gathered;
        gathered = [];
        timer = undefined;
        show(together);
      }, gatherMilliseconds);
    },
    stop: () => clearTimeout(timer),
  };
}

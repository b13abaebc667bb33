import type { Whereabouts } from '../../../common/place-of-news.ts';
import { groupNotifications, type NotificationGroup } from '../../../protocol/state/notification-groups.ts';
import type { Notification } from '../../../protocol/wire/notification.ts';
import { forWord } from '../../../protocol/wire/open-enum.ts';
import type { Sight } from '../../platform/in-sight.ts';
import type { Route } from '../../platform/route.ts';
import { notificationsText } from '../../text/notifications.ts';

/** The kind of a notification, for screen readers. */
export function notificationKind(type: Notification['type']): string {
  return forWord(notificationsText.kinds, type) ?? notificationsText.unknownKind;
}

/** A burst counts once: it is one thing to look at. */
export function countUnread(notifications: readonly Notification[]): number {
  return groupNotifications(notifications.filter(({ isRead }) => !isRead)).length;
}

/** The window, as far as it says what its user sees. */
export type View = {
  isInFront: boolean;
  route: Route;
  /** The project whose room is on the screen. */
  roomInSight: string | null;
  inSight: ReadonlySet<Sight>;
};

/** Where the user is, seen from a notification. `hasJustArrived`: a row of the list of songs shows that by moving. */
export function whereaboutsOf(
  { type, link }: Pick<Notification, 'type' | 'link'>,
  { isInFront, route, roomInSight, inSight }: View,
  hasJustArrived: boolean,
): Whereabouts {
  if (!isInFront) return 'background';
  const { projectId, cutId, commentId, messageId } = link;
  const openId = route.name === 'project' ? route.projectId : null;
  const openCutId = route.name === 'project' ? route.cutId : null;
  const isInView = () => {
    if (type === 'invited') return false;
    if (messageId !== undefined) return roomInSight === projectId;
    if (commentId !== undefined) return inSight.has(`comment ${commentId}`);
    if (cutId === undefined) return false;
    return openCutId === cutId || (hasJustArrived && inSight.has(`song ${cutId}`));
  };
  if (isInView()) return 'in view';
  return openId === projectId ? 'same project' : 'elsewhere';
}

/** The rows of the list: groups, and below an unfolded one its notifications. */
export type NotificationRow =
  | { kind: 'group'; key: string; group: NotificationGroup; isOpen: boolean }
  | { kind: 'one'; key: string; notification: Notification; isInGroup: boolean };

/** `unfolded`: the keys of groups. */
export function notificationRows(
  notifications: readonly Notification[],
  unfolded: ReadonlySet<string>,
): NotificationRow[] {
  return groupNotifications(notifications).flatMap((group): NotificationRow[] => {
    const [first, ...others] = group.notifications;
    if (others.length === 0) return [{ kind: 'one', key: first.id, notification: first, isInGroup: false }];
    const isOpen = unfolded.has(group.key);
    const shown = isOpen ? group.notifications : [];
    return [
      { kind: 'group', key: `group ${group.key}`, group, isOpen },
      ...shown.map((notification) => ({
        ...{ kind: 'one' as const, key: notification.id, notification, isInGroup: true },
      })),
    ];
  });
}

import type { AccountSettings } from '../../../protocol/ipc/settings.ts';
import type { Link } from '../../../protocol/wire/activity.ts';
import type { Notification } from '../../../protocol/wire/notification.ts';
import { forWord } from '../../../protocol/wire/open-enum.ts';
import type { Route } from '../../platform/route.ts';
import { notificationsText } from '../../text/notifications.ts';

/** The kind of a notification, for screen readers. */
export function notificationKind(type: Notification['type']): string {
  return forWord(notificationsText.kinds, type) ?? notificationsText.unknownKind;
}

export function countUnread(notifications: readonly Notification[]): number {
  return notifications.reduce((sum, { isRead }) => sum + (isRead ? 0 : 1), 0);
}

/** Whether the link's target is on screen: its message's room, its cut if it names one, otherwise its project. */
export function isInSight(link: Link, route: Route, roomInSight: string | null): boolean {
  if (link.messageId !== undefined) return link.projectId === roomInSight;
  if (route.name !== 'project' || route.projectId !== link.projectId) return false;
  return link.cutId === undefined || link.cutId === route.cutId;
}

/** Whether a notification only goes to the list: in quiet mode, or because its project is muted. */
export function isSilenced(link: Link, { isQuiet, mutedProjectIds }: AccountSettings): boolean {
  return isQuiet || mutedProjectIds.includes(link.projectId);
}

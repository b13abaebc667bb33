import type { AccountSettings } from '../../../protocol/ipc/settings.ts';
import type { Link } from '../../../protocol/wire/activity.ts';
import type { Notification } from '../../../protocol/wire/notification.ts';
import type { Route } from '../../platform/route.ts';

/** What kind of news it is, for readers and beside the picture. */
export function notificationKind(type: Notification['type']): string {
  switch (type) {
    case 'comment_added':
      return 'Comment';
    case 'reply_added':
      return 'Reply';
    case 'cut_created':
      return 'New cut';
    case 'file_uploaded':
      return 'New bounce';
    case 'member_joined':
      return 'New bandmate';
    case 'invited':
      return 'Invitation';
    default:
      return 'News';
  }
}

export function countUnread(notifications: readonly Notification[]): number {
  return notifications.reduce((sum, { isRead }) => sum + (isRead ? 0 : 1), 0);
}

/** Whether the place it leads to is the one on screen: the cut if it names one, else the project. */
export function isInSight(link: Link, route: Route): boolean {
  if (route.name !== 'project' || route.projectId !== link.projectId) return false;
  return link.cutId === undefined || link.cutId === route.cutId;
}

/** Whether news is shown at once. In quiet mode, and of a muted project, it waits in the list. */
export function isTold(link: Link, { isQuiet, mutedProjectIds }: AccountSettings): boolean {
  return !isQuiet && !mutedProjectIds.includes(link.projectId);
}

/** The muted projects with this one among them, or without it. */
export function withMuted(muted: readonly string[], projectId: string, isMuted: boolean): string[] {
  const others = muted.filter((id) => id !== projectId);
  return isMuted ? [...others, projectId] : others;
}

import type { NamedEvent } from '../wire/event.ts';
import type { Notification } from '../wire/notification.ts';

/**
 * Applies an event of a user's own topic to their notifications, newest first (`GET /api/notifications`).
 *
 * Pure, total and idempotent, like `applyCommentEvent` and for the same reason. Leaving a project, or its deletion, removes
 * its notifications (`project:left`).
 */
export function applyNotificationEvent(
  notifications: readonly Notification[],
  event: NamedEvent,
): readonly Notification[] {
  switch (event.name) {
    case 'notification:new':
      return notifications.some(({ id }) => id === event.payload.id)
        ? notifications
        : [event.payload, ...notifications].sort((a, b) => (a.id > b.id ? -1 : 1));
    case 'notification:read':
      return markRead(notifications, ({ id }) => id === event.payload.notificationId);
    case 'notifications:read':
      return markRead(notifications, ({ id }) => id <= event.payload.upTo);
    case 'notifications:withdrawn': {
      const { about, id } = event.payload;
      return keep(
        notifications,
        ({ link }) => (link as Record<string, string | undefined>)[`${about}Id`] !== id,
      );
    }
    case 'notifications:moved': {
      const { fromCutId, toCutId, toVibeId, fileIds = [], commentIds = [], ids } = event.payload;
      const isWhole = !event.payload.fileIds && !event.payload.commentIds;
      const isNamed = ({ id, link: { fileId = '', commentId = '' } }: Notification) =>
        // Only ids leave out what arrived after the event, which a list that was read later already has.
        ids ? ids.includes(id) : isWhole || fileIds.includes(fileId) || commentIds.includes(commentId);
      const isMoved = (one: Notification) => one.link.cutId === fromCutId && isNamed(one);
      return notifications.some(isMoved)
        ? notifications.map((one) =>
            isMoved(one) ? { ...one, link: { ...one.link, cutId: toCutId, vibeId: toVibeId } } : one,
          )
        : notifications;
    }
    case 'project:left':
      return keep(notifications, ({ link }) => link.projectId !== event.payload.projectId);
    default:
      return notifications;
  }
}

function markRead(
  notifications: readonly Notification[],
  isMeant: (notification: Notification) => boolean,
): readonly Notification[] {
  const isChanged = (one: Notification) => !one.isRead && isMeant(one);
  return notifications.some(isChanged)
    ? notifications.map((one) => (isChanged(one) ? { ...one, isRead: true } : one))
    : notifications;
}

function keep(
  notifications: readonly Notification[],
  isKept: (notification: Notification) => boolean,
): readonly Notification[] {
  return notifications.every(isKept) ? notifications : notifications.filter(isKept);
}

import { applyAttentionEvent } from '../../protocol/state/attention.ts';
import { applyChatEvent, type ChatState, isAboutUnknown } from '../../protocol/state/chat-state.ts';
import { applyNotificationEvent } from '../../protocol/state/notification-list.ts';
import type { LoggedEvent } from '../../protocol/wire/event.ts';
import type { Notification } from '../../protocol/wire/notification.ts';
import { type CachedInbox, mostNotifications } from './cache.ts';

/** The parts that these events change. */
export function changedInbox(
  inbox: CachedInbox,
  events: readonly LoggedEvent[],
  ownUserId: string,
): Partial<CachedInbox> {
  const attention = events.reduce(applyAttentionEvent, inbox.attention);
  let { notifications } = inbox;
  let state: ChatState = { conversations: inbox.conversations, messages: {} };
  for (const event of events) {
    notifications = newestOf(applyNotificationEvent(notifications, event));
    if (isAboutUnknown(state, event)) continue;
    state = { ...applyChatEvent(state, event, ownUserId), messages: {} };
  }
  const { conversations } = state;
  return {
    ...(attention !== inbox.attention && { attention }),
    ...(notifications !== inbox.notifications && { notifications }),
    ...(conversations !== inbox.conversations && { conversations }),
  };
}

/** The newest that are cached; the same array if it isn't longer. */
function newestOf(notifications: readonly Notification[]): readonly Notification[] {
  return notifications.length > mostNotifications ? notifications.slice(0, mostNotifications) : notifications;
}

import { applyNotificationEvent } from '../../protocol/state/notification-list.ts';
import type { Conversation, Message } from '../../protocol/wire/chat.ts';
import type { Command } from '../../protocol/wire/command.ts';
import type { NamedEvent } from '../../protocol/wire/event.ts';
import type { Notification } from '../../protocol/wire/notification.ts';

const kinds = [
  'notification.read',
  'notification.readAll',
  'conversation.read',
  'activity.dismiss',
  'activity.undismiss',
  'activity.dismissAll',
] as const;

/** A change that only says what its person has read, or doesn't want to see any more. */
export type Mark = Extract<Command, { kind: (typeof kinds)[number] }>;

/**
 * Marks are durable like every change, but nobody looks at them: they are not in the list of what waits, one that the
 * server refuses (what it is about is gone) is dropped, and a later one takes the place of one that it contains.
 */
export function isMark<Any extends { kind: string }>(command: Any): command is Any & Mark {
  return (kinds as readonly string[]).includes(command.kind);
}

/** Whether `later` says all that `earlier` does. What was dismissed may have been brought back in between: never. */
export function contains(later: Mark, earlier: Mark): boolean {
  if (isDismissal(later) || isDismissal(earlier)) return false;
  if (later.kind === 'conversation.read') {
    return (
      earlier.kind === 'conversation.read' && earlier.payload.conversationId === later.payload.conversationId
    );
  }
  if (earlier.kind === 'conversation.read') return false;
  if (later.kind === 'notification.read') {
    return earlier.kind === 'notification.read' && earlier.payload.id === later.payload.id;
  }
  const { upTo } = later.payload;
  const reached = earlier.kind === 'notification.read' ? earlier.payload.id : earlier.payload.upTo;
  return upTo === undefined || (reached !== undefined && reached <= upTo);
}

export type Dismissal = Extract<Mark, { kind: `activity.${string}` }>;

export function isDismissal(mark: Mark): mark is Dismissal {
  return mark.kind.startsWith('activity.');
}

/** Notifications with what waits laid over them. */
export function layNotificationMarks(
  notifications: readonly Notification[],
  marks: readonly Mark[],
): readonly Notification[] {
  return marks.reduce((list, mark) => {
    const event = expectedEvent(mark, list[0]?.id);
    return event ? applyNotificationEvent(list, event) : list;
  }, notifications);
}

/** The event that the server will make of a mark of notifications; `newest` is the id of the newest one there is. */
function expectedEvent(mark: Mark, newest: string | undefined): NamedEvent | null {
  if (mark.kind === 'notification.read') {
    return { name: 'notification:read', payload: { notificationId: mark.payload.id } };
  }
  if (mark.kind === 'conversation.read' || isDismissal(mark)) return null;
  const upTo = mark.payload.upTo ?? newest;
  return upTo === undefined ? null : { name: 'notifications:read', payload: { upTo } };
}

/**
 * Conversations with what waits laid over them. `newestOf` answers the newest messages that are held of one, oldest
 * first; a mark on a message that is not among them changes no count until the server has counted.
 */
export function layConversationMarks(
  conversations: readonly Conversation[],
  marks: readonly Mark[],
  ownUserId: string,
  newestOf: (conversationId: string) => readonly Message[],
): readonly Conversation[] {
  const reached = new Map<string, string | undefined>();
  for (const mark of marks) {
    if (mark.kind === 'conversation.read') reached.set(mark.payload.conversationId, mark.payload.upTo);
  }
  return conversations.map((conversation) => {
    if (!reached.has(conversation.id) || conversation.unreadCount === 0) return conversation;
    const upTo = reached.get(conversation.id) ?? conversation.lastMessage?.id;
    if (upTo === conversation.lastMessage?.id) return { ...conversation, unreadCount: 0 };
    const messages = newestOf(conversation.id);
    const index = messages.findIndex(({ id }) => id === upTo);
    if (index === -1) return conversation;
    const later = messages.slice(index + 1).filter(({ sender }) => sender.id !== ownUserId).length;
    return { ...conversation, unreadCount: Math.min(conversation.unreadCount, later) };
  });
}

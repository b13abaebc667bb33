import { descriptorOf, type descriptors } from '../../commands/descriptors.ts';
import { applyNotificationEvent } from '../../protocol/state/notification-list.ts';
import type { Conversation, Message } from '../../protocol/wire/chat.ts';
import { type Command, isCommandKind } from '../../protocol/wire/command.ts';
import type { NamedEvent } from '../../protocol/wire/event.ts';
import type { Notification } from '../../protocol/wire/notification.ts';

type Descriptors = typeof descriptors;
type ReadMarkKind = {
  [Kind in keyof Descriptors]: Descriptors[Kind] extends { readMark: object } ? Kind : never;
}[keyof Descriptors];

/** A command that only says what its person has read or dismissed (`readMark` of its descriptor). */
export type ReadMark = Extract<Command, { kind: ReadMarkKind }>;

/**
 * Read marks are durable like every command, but they are not listed as pending, one that the server refuses is dropped
 * because what it was about is gone, and a later one replaces one that it contains.
 */
export function isReadMark<Any extends { kind: string }>(command: Any): command is Any & ReadMark {
  return isCommandKind(command.kind) && descriptorOf(command.kind).readMark !== undefined;
}

/** Whether `later` says all that `earlier` does. */
export function contains(later: ReadMark, earlier: ReadMark): boolean {
  return descriptorOf(later.kind).readMark?.contains(later.payload, earlier) ?? false;
}

export type Dismissal = Extract<ReadMark, { kind: `activity.${string}` }>;

export function isDismissal(mark: ReadMark): mark is Dismissal {
  return mark.kind.startsWith('activity.');
}

/** The notifications as they are once the server has taken the marks. */
export function overlayNotificationMarks(
  notifications: readonly Notification[],
  marks: readonly ReadMark[],
): readonly Notification[] {
  return marks.reduce((list, mark) => {
    const event = expectedEvent(mark, list[0]?.id);
    return event ? applyNotificationEvent(list, event) : list;
  }, notifications);
}

/** `newest`: the id of the newest notification there is. */
function expectedEvent(mark: ReadMark, newest: string | undefined): NamedEvent | null {
  if (mark.kind === 'notification.read') {
    return { name: 'notification:read', payload: { notificationId: mark.payload.id } };
  }
  if (mark.kind === 'conversation.read' || mark.kind === 'room.read' || isDismissal(mark)) return null;
  const upTo = mark.payload.upTo ?? newest;
  return upTo === undefined ? null : { name: 'notifications:read', payload: { upTo } };
}

/**
 * The conversations as they are once the server has taken the marks. `newestOf` returns the newest messages that are held
 * of one, oldest first. A mark on a message that is not among them changes no count until the server has counted.
 */
export function overlayConversationMarks(
  conversations: readonly Conversation[],
  marks: readonly ReadMark[],
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

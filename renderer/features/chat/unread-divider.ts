import type { Conversation, Message } from '../../../protocol/wire/chat.ts';

/** `upTo`: the time of the last message the user had read. The divider goes before the other person's next message. */
export type UnreadDivider = { upTo: string } | null;

/** `createdAt` of the last message that the user has read; empty, which sorts first, when there is none. */
export function readUpTo(conversation: Pick<Conversation, 'readBy'>, userId: string): string {
  return conversation.readBy.find((position) => position.userId === userId)?.upTo ?? '';
}

/** The divider when the conversation is opened. */
export function dividerAtOpening(conversation: Conversation, userId: string): UnreadDivider {
  return conversation.unreadCount > 0 ? { upTo: readUpTo(conversation, userId) } : null;
}

/**
 * The divider after the conversation on screen has changed. It stays where it is, so that the user finds it when they
 * come back. It moves only for messages that arrived while the user wasn't looking.
 */
export function dividerAfter(
  divider: UnreadDivider,
  before: Conversation,
  after: Conversation,
  userId: string,
  isLooking: boolean,
): UnreadDivider {
  if (isLooking || before.unreadCount > 0 || after.unreadCount === 0) return divider;
  return { upTo: readUpTo(after, userId) };
}

/** The id of the message after the divider, among the given messages (oldest first). */
export function firstUnread(
  divider: UnreadDivider,
  messages: readonly Pick<Message, 'id' | 'createdAt' | 'sender'>[],
  userId: string,
): string | null {
  if (!divider) return null;
  return messages.find((one) => one.sender.id !== userId && one.createdAt > divider.upTo)?.id ?? null;
}

import type { Conversation, Message } from '../../../protocol/wire/chat.ts';

/** Up to when the person had read as the divider was put: it stands before the first later message of the other one. */
export type UnreadDivider = { upTo: string } | null;

/** `createdAt` of the last message that this person has read; before all others when there is none. */
export function readUpTo(conversation: Pick<Conversation, 'readBy'>, userId: string): string {
  return conversation.readBy.find((position) => position.userId === userId)?.upTo ?? '';
}

/** Where the divider stands when the conversation is opened. */
export function dividerAtOpening(conversation: Conversation, userId: string): UnreadDivider {
  return conversation.unreadCount > 0 ? { upTo: readUpTo(conversation, userId) } : null;
}

/**
 * The divider after a change of the conversation on screen. One that stands stays where it is, so that it can be found
 * when one looks up again; a new one is put only for what came while nobody looked.
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

/** The id of the message before which the divider is drawn, among those at hand (oldest first). */
export function firstUnread(
  divider: UnreadDivider,
  messages: readonly Pick<Message, 'id' | 'createdAt' | 'sender'>[],
  userId: string,
): string | null {
  if (!divider) return null;
  return messages.find((one) => one.sender.id !== userId && one.createdAt > divider.upTo)?.id ?? null;
}

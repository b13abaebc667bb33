import type { Conversation, Message } from '../wire/chat.ts';
import type { NamedEvent } from '../wire/event.ts';

/**
 * A person's direct messages as far as they are held here. `conversations`: the one written in last first.
 * `messages`: by conversation, oldest first, without a gap from the first one held to the newest. Those before it are
 * read with `before` = its id. A log that was reset leaves a gap: start from `emptyChat` again.
 */
export type ChatState = {
  conversations: readonly Conversation[];
  messages: Readonly<Record<string, readonly Message[]>>;
};

export const emptyChat: ChatState = { conversations: [], messages: {} };

/** An event of the person's own topic, with its place there. */
export type ChatEvent = NamedEvent & { seq: number };

/**
 * Applies an event to a person's chat. Every cache uses this one function.
 *
 * Pure and total. An event that a conversation already contains (`seq`) changes nothing in it, so a list that was read
 * ahead of the log is not counted twice. `chat:read` says that its reader has read all there is. A conversation that
 * isn't held can't be made from an event (`isAboutUnknown`): read it, then `withConversation`.
 */
export function applyChatEvent(state: ChatState, event: ChatEvent, ownUserId: string): ChatState {
  switch (event.name) {
    case 'chat:message': {
      const message = event.payload;
      const changed = mapConversation(state, message.conversationId, event.seq, (conversation) => ({
        ...conversation,
        lastMessage: message,
        unreadCount: conversation.unreadCount + (message.sender.id === ownUserId ? 0 : 1),
      }));
      return withMessages(changed, message.conversationId, [message]);
    }
    case 'chat:read': {
      const { conversationId, readBy } = event.payload;
      return mapConversation(state, conversationId, event.seq, (conversation) => {
        const { lastMessage } = conversation;
        if (!lastMessage) return conversation;
        const others = conversation.readBy.filter(({ userId }) => userId !== readBy);
        const position = { userId: readBy, messageId: lastMessage.id, upTo: lastMessage.createdAt };
        return {
          ...conversation,
          readBy: [...others, position].sort((a, b) => (a.userId < b.userId ? -1 : 1)),
          unreadCount: readBy === ownUserId ? 0 : conversation.unreadCount,
        };
      });
    }
    default:
      return state;
  }
}

/** Whether the event is about a conversation that isn't held, so that it has to be read from the server. */
export function isAboutUnknown(state: ChatState, event: NamedEvent): boolean {
  if (event.name !== 'chat:message' && event.name !== 'chat:read') return false;
  const { conversationId } = event.payload;
  return !state.conversations.some(({ id }) => id === conversationId);
}

/** Adds a conversation as the server answered it, unless the one held is further in the log. */
export function withConversation(state: ChatState, read: Conversation): ChatState {
  const known = state.conversations.find(({ id }) => id === read.id);
  if (known && known.seq > read.seq) return state;
  const others = state.conversations.filter(({ id }) => id !== read.id);
  return { ...state, conversations: byActivity([...others, read]) };
}

/** With a page of messages as the server answered it: the newest ones, or those before the first one held. */
export function withMessages(state: ChatState, conversationId: string, page: readonly Message[]): ChatState {
  const known = state.messages[conversationId];
  const ids = new Set(known?.map(({ id }) => id));
  const added = page.filter(({ id }) => !ids.has(id));
  if (known && added.length === 0) return state;
  // ISO 8601 in UTC with milliseconds sorts as text.
  const messages = [...(known ?? []), ...added].sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  return { ...state, messages: { ...state.messages, [conversationId]: messages } };
}

/** Whether that participant has read the message. Not meant for its author. */
export function isReadBy({ readBy }: Conversation, { createdAt }: Message, userId: string): boolean {
  return readBy.some((position) => position.userId === userId && position.upTo >= createdAt);
}

function mapConversation(
  state: ChatState,
  conversationId: string,
  seq: number,
  change: (conversation: Conversation) => Conversation,
): ChatState {
  const known = state.conversations.find(({ id }) => id === conversationId);
  if (!known || seq <= known.seq) return state;
  const conversations = state.conversations.map((conversation) =>
    conversation === known ? { ...change(conversation), seq } : conversation,
  );
  return { ...state, conversations: byActivity(conversations) };
}

/** The one written in last first; of two that were in the same millisecond the one with the greater id. */
export function byActivity(conversations: readonly Conversation[]): Conversation[] {
  const at = ({ lastMessage, createdAt, id }: Conversation) => `${lastMessage?.createdAt ?? createdAt} ${id}`;
  return conversations.toSorted((a, b) => (at(a) > at(b) ? -1 : 1));
}

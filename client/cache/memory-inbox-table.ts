import { applyAttentionEvent, noAttention } from '../../protocol/state/attention.ts';
import {
  applyChatEvent,
  type ChatState,
  isAboutUnknown,
  withConversation,
} from '../../protocol/state/chat-state.ts';
import { applyNotificationEvent } from '../../protocol/state/notification-list.ts';
import type { Attention } from '../../protocol/wire/attention.ts';
import type { Conversation, Message } from '../../protocol/wire/chat.ts';
import type { Notification } from '../../protocol/wire/notification.ts';
import { type InboxTable, newestOf } from './cache.ts';
import type { Memory } from './memory.ts';

type Lists = {
  notifications: readonly Notification[];
  conversations: readonly Conversation[];
  attention: Attention;
};

/** A person's notifications and conversations, for as long as the tab is open. */
export function createMemoryInboxTable(memory: Memory): InboxTable {
  const lists = memory.map<'lists', Lists>();
  const messages = memory.map<string, Message>();
  const complete = memory.map<string, true>();

  const read = (): Lists =>
    lists.get('lists') ?? { notifications: [], conversations: [], attention: noAttention };
  const write = (change: Partial<Lists>) => void lists.set('lists', { ...read(), ...change });
  const chat = () => ({ conversations: read().conversations, messages: {} });

  function saveMessage(message: Message): void {
    if (!messages.has(message.id)) messages.set(message.id, message);
  }

  return {
    isKnown: () => lists.has('lists'),
    listNotifications: () => [...read().notifications],
    listConversations: () => [...read().conversations],
    readAttention: () => read().attention,
    listMessages(conversationId, { before, limit }) {
      const end = before === undefined ? undefined : (messages.get(before)?.createdAt ?? '');
      const earlier = [...messages.values()]
        .filter((message) => message.conversationId === conversationId)
        .filter(({ createdAt }) => end === undefined || createdAt < end)
        .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
      return {
        messages: earlier.slice(-limit),
        isAll: earlier.length <= limit && complete.has(conversationId),
      };
    },
    replace({ notifications, conversations, attention }) {
      write({ notifications, conversations, attention });
      messages.clear();
      complete.clear();
    },
    saveConversation(conversation) {
      write({ conversations: withConversation(chat(), conversation).conversations });
    },
    saveMessages(conversationId, page, isFirst) {
      for (const message of page) saveMessage(message);
      if (isFirst) complete.set(conversationId, true);
    },
    apply(events, ownUserId) {
      const before = { notifications: read().notifications, ...chat() };
      let { notifications } = before;
      const attention = events.reduce(applyAttentionEvent, read().attention);
      if (attention !== read().attention) write({ attention });
      let state: ChatState = { conversations: before.conversations, messages: {} };
      for (const event of events) {
        notifications = newestOf(applyNotificationEvent(notifications, event));
        if (event.name === 'chat:message') saveMessage(event.payload);
        if (isAboutUnknown(state, event)) continue;
        state = { ...applyChatEvent(state, event, ownUserId), messages: {} };
      }
      if (notifications !== before.notifications) write({ notifications });
      if (state.conversations !== before.conversations) write({ conversations: state.conversations });
    },
    unknownConversations() {
      const known = new Set(read().conversations.map(({ id }) => id));
      const talked = new Set([...messages.values()].map(({ conversationId }) => conversationId));
      return [...talked].filter((id) => !known.has(id));
    },
  };
}

import { noAttention } from '../../protocol/state/attention.ts';
import { withConversation } from '../../protocol/state/chat-state.ts';
import type { Message } from '../../protocol/wire/chat.ts';
import type { CachedInbox, InboxTable } from './cache.ts';
import { changedInbox } from './changed-inbox.ts';
import type { Memory } from './memory.ts';

/** A person's notifications and conversations, for as long as the tab is open. */
export function createMemoryInboxTable(memory: Memory): InboxTable {
  const lists = memory.map<'lists', CachedInbox>();
  const messages = memory.map<string, Message>();
  const complete = memory.map<string, true>();

  const read = (): CachedInbox =>
    lists.get('lists') ?? { notifications: [], conversations: [], attention: noAttention };
  const write = (change: Partial<CachedInbox>) => void lists.set('lists', { ...read(), ...change });
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
      for (const event of events) if (event.name === 'chat:message') saveMessage(event.payload);
      const change = changedInbox(read(), events, ownUserId);
      if (Object.keys(change).length > 0) write(change);
    },
    unknownConversations() {
      const known = new Set(read().conversations.map(({ id }) => id));
      const talked = new Set([...messages.values()].map(({ conversationId }) => conversationId));
      return [...talked].filter((id) => !known.has(id));
    },
  };
}

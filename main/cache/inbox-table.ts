import type Database from 'better-sqlite3';
import { type InboxTable, newestOf } from '../../client/cache/cache.ts';
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

export const inboxTables = `
  create table inbox (name text primary key, body text not null);
  create table message (
    id text primary key,
    conversationId text not null,
    createdAt text not null,
    body text not null
  );
  create index messageByConversation on message (conversationId, createdAt);
  create table wholeConversation (conversationId text primary key);
`;

export function createInboxTable(database: Database.Database): InboxTable {
  const read = database.prepare('select body from inbox where name = ?');
  const write = database.prepare('insert or replace into inbox (name, body) values (?, ?)');
  const insertMessage = database.prepare(
    `insert or ignore into message (id, conversationId, createdAt, body)
     values (:id, :conversationId, :createdAt, :body)`,
  );
  const listMessages = database.prepare(
    `select body from message where conversationId = :conversationId
       and (:before is null or createdAt < (select createdAt from message where id = :before))
     order by createdAt desc limit :limit`,
  );
  const clearMessages = database.prepare('delete from message');
  const clearWhole = database.prepare('delete from wholeConversation');
  const setWhole = database.prepare('insert or ignore into wholeConversation (conversationId) values (?)');
  const isWhole = database.prepare('select 1 from wholeConversation where conversationId = ?');
  const withMessages = database.prepare('select distinct conversationId from message');

  const readList = <Item>(name: 'notifications' | 'conversations'): Item[] => {
    const row = read.get(name) as { body: string } | undefined;
    return row ? JSON.parse(row.body) : [];
  };
  const writeList = (name: 'notifications' | 'conversations', list: readonly unknown[]) =>
    write.run(name, JSON.stringify(list));
  const listNotifications = () => readList<Notification>('notifications');
  const listConversations = () => readList<Conversation>('conversations');
  const readAttention = (): Attention => {
    const row = read.get('attention') as { body: string } | undefined;
    return row ? JSON.parse(row.body) : noAttention;
  };
  const writeAttention = (attention: Attention) => write.run('attention', JSON.stringify(attention));
  const chat = () => ({ conversations: listConversations(), messages: {} });

  function saveMessage(message: Message): void {
    const { id, conversationId, createdAt } = message;
    insertMessage.run({ id, conversationId, createdAt, body: JSON.stringify(message) });
  }

  return {
    // A cache of an earlier version has no attention, which is read with everything else.
    isKnown: () => read.get('conversations') !== undefined && read.get('attention') !== undefined,
    listNotifications,
    listConversations,
    readAttention,
    listMessages(conversationId, { before = null, limit }) {
      const rows = listMessages.all({ conversationId, before, limit: limit + 1 }) as { body: string }[];
      const messages = rows.slice(0, limit).map(({ body }): Message => JSON.parse(body));
      const isAll = rows.length <= limit && isWhole.get(conversationId) !== undefined;
      return { messages: messages.reverse(), isAll };
    },
    replace({ notifications, conversations, attention }) {
      writeAttention(attention);
      writeList('notifications', notifications);
      writeList('conversations', conversations);
      clearMessages.run();
      clearWhole.run();
    },
    saveConversation(conversation) {
      writeList('conversations', withConversation(chat(), conversation).conversations);
    },
    saveMessages(conversationId, page, isFirst) {
      for (const message of page) saveMessage(message);
      if (isFirst) setWhole.run(conversationId);
    },
    apply(events, ownUserId) {
      const before = { notifications: listNotifications() as readonly Notification[], ...chat() };
      let { notifications } = before;
      const attention = readAttention();
      const applied = events.reduce(applyAttentionEvent, attention);
      if (applied !== attention) writeAttention(applied);
      let state: ChatState = { conversations: before.conversations, messages: {} };
      for (const event of events) {
        notifications = newestOf(applyNotificationEvent(notifications, event));
        if (event.name === 'chat:message') saveMessage(event.payload);
        if (isAboutUnknown(state, event)) continue;
        state = { ...applyChatEvent(state, event, ownUserId), messages: {} };
      }
      if (notifications !== before.notifications) writeList('notifications', notifications);
      if (state.conversations !== before.conversations) writeList('conversations', state.conversations);
    },
    unknownConversations() {
      const known = new Set(listConversations().map(({ id }) => id));
      return (withMessages.all() as { conversationId: string }[])
        .map(({ conversationId }) => conversationId)
        .filter((id) => !known.has(id));
    },
  };
}

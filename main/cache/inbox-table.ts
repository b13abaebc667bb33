import type Database from 'better-sqlite3';
import type { CachedInbox, InboxTable } from '../../client/cache/cache.ts';
import { changedInbox } from '../../client/cache/changed-inbox.ts';
import { noAttention } from '../../protocol/state/attention.ts';
import { withConversation } from '../../protocol/state/chat-state.ts';
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
  const save = (inbox: Partial<CachedInbox>) => {
    for (const [name, part] of Object.entries(inbox)) write.run(name, JSON.stringify(part));
  };
  const listNotifications = () => readList<Notification>('notifications');
  const listConversations = () => readList<Conversation>('conversations');
  const readAttention = (): Attention => {
    const row = read.get('attention') as { body: string } | undefined;
    return row ? JSON.parse(row.body) : noAttention;
  };

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
      save({ notifications, conversations, attention });
      clearMessages.run();
      clearWhole.run();
    },
    saveConversation(conversation) {
      const chat = { conversations: listConversations(), messages: {} };
      save({ conversations: withConversation(chat, conversation).conversations });
    },
    saveMessages(conversationId, page, isFirst) {
      for (const message of page) saveMessage(message);
      if (isFirst) setWhole.run(conversationId);
    },
    apply(events, ownUserId) {
      for (const event of events) if (event.name === 'chat:message') saveMessage(event.payload);
      const inbox = {
        notifications: listNotifications(),
        conversations: listConversations(),
        attention: readAttention(),
      };
      save(changedInbox(inbox, events, ownUserId));
    },
    unknownConversations() {
      const known = new Set(listConversations().map(({ id }) => id));
      return (withMessages.all() as { conversationId: string }[])
        .map(({ conversationId }) => conversationId)
        .filter((id) => !known.has(id));
    },
  };
}

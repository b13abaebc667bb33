import * as z from 'zod';
import { coalesce } from '../../common/coalesce.ts';
import { noAttention } from '../../protocol/state/attention.ts';
import { attentionSchema } from '../../protocol/wire/attention.ts';
import {
  type Conversation,
  conversationListSchema,
  conversationSchema,
  type Message,
  messageListSchema,
} from '../../protocol/wire/chat.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import { notificationSchema } from '../../protocol/wire/notification.ts';
import { userTopic } from '../../protocol/wire/topic.ts';
import type { Cache } from '../cache/cache.ts';
import { mostNotifications } from '../cache/cache.ts';
import { createListeners } from '../common/listeners.ts';
import type { Log } from '../common/log.ts';
import type { RequestFailureKind, ServerClient } from '../session/server-client.ts';
import { clientText } from '../text.ts';

export type MessagePage = { messages: Message[]; hasEarlier: boolean };

export type InboxReaderDependencies = {
  client: ServerClient;
  cache: Cache;
  userId: string;
  signal: AbortSignal;
  log: Log;
};

/** Reads a person's notifications, conversations and attention into the cache, where the events of their topic don't suffice. */
export type InboxReader = {
  /** Replaces everything. Leaves the cache as it is if the server is too old to have these routes. */
  readAll(signal: AbortSignal): Promise<Outcome<null, RequestFailureKind>>;
  /** Reads conversations that events mentioned and that are not cached. Returns whether all could be read. */
  readUnknown(): Promise<boolean>;
  /**
   * Reads the list again: with whom one can chat depends on the projects two people share, which no event reports.
   * Returns whether it could be read.
   */
  refreshConversations(): Promise<boolean>;
  /** Stores a conversation that a command returned. False if the cache is newer or it could not be stored. */
  storeAnswered(conversation: Conversation): boolean;
  /** From the cache as far as it reaches, else from the server; offline, what is cached. */
  readMessages(
    conversationId: string,
    page: { before?: string | undefined; limit: number },
  ): Promise<Outcome<MessagePage, RequestFailureKind>>;
  /** Cached notifications or conversations have changed. */
  onChange(listener: () => void): () => void;
  /** The cached messages were dropped. */
  onMessagesDropped(listener: () => void): () => void;
};

export function createInboxReader(dependencies: InboxReaderDependencies): InboxReader {
  const { client, cache, userId, signal, log } = dependencies;
  const changeListeners = createListeners<void>();
  const dropListeners = createListeners<void>();
  /** Increased when messages are dropped: a page that was requested before must not be stored afterwards. */
  let messageGeneration = 0;
  /** Increased by what makes a pending conversation outdated, except events: their `seq` shows that. */
  let conversationGeneration = 0;

  const get = <Data>(path: string, schema: z.ZodType<Data>, end = signal) =>
    client.request({ method: 'GET', path, schema, signal: end });

  function store(conversation: Conversation): boolean {
    const isStored = attempt(() => cache.inbox.saveConversation(conversation));
    if (isStored) changeListeners.notify();
    return isStored;
  }

  /** On a full disk only the reading is lost. */
  function attempt(write: () => void): boolean {
    try {
      write();
      return true;
    } catch (error) {
      log.error({ error: String(error) }, 'What was read of the chat could not be stored');
      return false;
    }
  }

  /** Whether something newer was applied or read while the answer was on its way. */
  function isOutdated(requested: number, { seq }: Conversation): boolean {
    return requested !== conversationGeneration || seq < (cache.readCursor(userTopic(userId))?.seq ?? 0);
  }

  /** Returns whether there is no point in requesting it again. */
  async function readConversation(id: string, mayRepeat = true): Promise<boolean> {
    const requested = conversationGeneration;
    const read = await get(`/api/chat/conversations/${id}`, conversationSchema);
    if (signal.aborted) return false;
    if (!read.ok) {
      log.info({ kind: read.kind, message: read.message }, 'A conversation could not be read yet');
      return read.kind === 'not-found';
    }
    if (isOutdated(requested, read.data)) return mayRepeat && readConversation(id, false);
    return store(read.data);
  }

  async function readAll(end: AbortSignal): Promise<Outcome<null, RequestFailureKind>> {
    const notifications = await get(
      `/api/notifications?limit=${mostNotifications}`,
      z.array(notificationSchema),
      end,
    );
    if (!notifications.ok) return toleratingOldServer(notifications);
    const requested = conversationGeneration;
    const conversations = await get('/api/chat/conversations', conversationListSchema, end);
    if (!conversations.ok) return toleratingOldServer(conversations);
    const attention = await get('/api/attention', attentionSchema, end);
    if (!attention.ok && attention.kind !== 'not-found') return attention;
    if (requested !== conversationGeneration) return readAll(end);
    if (end.aborted) return { ok: false, kind: 'offline', message: clientText.connectionLost };
    messageGeneration += 1;
    conversationGeneration += 1;
    cache.inbox.replace({
      notifications: notifications.data,
      conversations: conversations.data,
      attention: attention.ok ? attention.data : noAttention,
    });
    changeListeners.notify();
    dropListeners.notify();
    return { ok: true, data: null };
  }

  async function readUnknown(): Promise<boolean> {
    let isAllRead = true;
    for (const id of cache.inbox.unknownConversations()) {
      if (!signal.aborted && !(await readConversation(id))) isAllRead = false;
    }
    return isAllRead;
  }

  async function refreshConversations(): Promise<boolean> {
    const requested = conversationGeneration;
    const conversations = await get('/api/chat/conversations', conversationListSchema);
    if (signal.aborted) return false;
    if (conversations.ok) {
      if (conversations.data.some((one) => isOutdated(requested, one))) return false;
      return conversations.data.map(store).every((isStored) => isStored);
    }
    log.info({ kind: conversations.kind }, 'The list of conversations could not be read again');
    return conversations.kind === 'not-found';
  }

  return {
    readAll,
    readUnknown: coalesce(readUnknown),
    refreshConversations: coalesce(refreshConversations),
    storeAnswered(conversation) {
      conversationGeneration += 1;
      return !isOutdated(conversationGeneration, conversation) && store(conversation);
    },
    async readMessages(conversationId, page) {
      const cached = cache.inbox.listMessages(conversationId, page);
      const cachedPage = { messages: cached.messages, hasEarlier: !cached.isAll };
      if (cached.isAll || cached.messages.length === page.limit) return { ok: true, data: cachedPage };
      const requested = messageGeneration;
      const query = new URLSearchParams({ limit: String(page.limit) });
      if (page.before) query.set('before', page.before);
      const read = await get(
        `/api/chat/conversations/${conversationId}/messages?${query}`,
        messageListSchema,
      );
      if (!read.ok) {
        const isUseful = read.kind === 'offline' && cached.messages.length > 0;
        return isUseful ? { ok: true, data: cachedPage } : read;
      }
      const isFirst = read.data.length < page.limit;
      if (requested === messageGeneration && !signal.aborted) {
        attempt(() => cache.inbox.saveMessages(conversationId, read.data, isFirst));
      }
      return { ok: true, data: { messages: read.data, hasEarlier: !isFirst } };
    },
    onChange: changeListeners.add,
    onMessagesDropped: dropListeners.add,
  };
}

/** A server without these routes is older than this app: there is nothing to cache, and everything else works. */
function toleratingOldServer(
  failure: Outcome<never, RequestFailureKind> & { ok: false },
): Outcome<null, RequestFailureKind> {
  return failure.kind === 'not-found' ? { ok: true, data: null } : failure;
}

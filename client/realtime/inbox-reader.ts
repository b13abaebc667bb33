import * as z from 'zod';
import { coalesce } from '../../common/coalesce.ts';
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
import type { Log } from '../common/log.ts';
import type { RequestFailureKind, ServerClient } from '../session/server-client.ts';

export type MessagePage = { messages: Message[]; hasEarlier: boolean };

export type InboxReaderDependencies = {
  client: ServerClient;
  cache: Cache;
  userId: string;
  signal: AbortSignal;
  log: Log;
  /** Notifications or conversations in the cache are others now. */
  changed(): void;
  /** The messages held were forgotten. */
  messagesReplaced(): void;
};

/** Reads what came to the person into the cache, where the events of their own topic don't tell it. */
export type InboxReader = {
  /** Everything anew. A server that has no such thing yet leaves the cache as it is. */
  readAll(signal: AbortSignal): Promise<Outcome<null, RequestFailureKind>>;
  /** Conversations that events told of and that are not held. Answers whether all that there are could be read. */
  readUnknown(): Promise<boolean>;
  /**
   * The list again: who may be written to changes with the projects two people share, and no event says so. Answers
   * whether it could be read.
   */
  refreshConversations(): Promise<boolean>;
  /** A conversation as a command answered it. Answers whether it could be kept: else the list is newer, or unknown. */
  take(conversation: Conversation): boolean;
  /** From the cache as far as it reaches, else from the server; offline, what is held. */
  readMessages(
    conversationId: string,
    page: { before?: string | undefined; limit: number },
  ): Promise<Outcome<MessagePage, RequestFailureKind>>;
};

export function createInboxReader(dependencies: InboxReaderDependencies): InboxReader {
  const { client, cache, userId, signal, log, changed, messagesReplaced } = dependencies;
  /** Raised when messages are forgotten: a page that was asked for before must not be kept after. */
  let life = 0;
  /** Raised by what overtakes a conversation that is on its way, other than an event: those are told by `seq`. */
  let conversationLife = 0;

  const get = <Data>(path: string, schema: z.ZodType<Data>, end = signal) =>
    client.request({ method: 'GET', path, schema, signal: end });

  function save(conversation: Conversation): boolean {
    const isKept = attempt(() => cache.inbox.saveConversation(conversation));
    if (isKept) changed();
    return isKept;
  }

  /** Where the disk is full, say, what was read can't be kept: nothing is lost but the reading. */
  function attempt(write: () => void): boolean {
    try {
      write();
      return true;
    } catch (error) {
      log.error({ error: String(error) }, 'What was read of the chat could not be kept');
      return false;
    }
  }

  /** What was applied, or read anew, while the answer was on its way is newer. */
  function isOvertaken(asked: number, { seq }: Conversation): boolean {
    return asked !== conversationLife || seq < (cache.readCursor(userTopic(userId))?.seq ?? 0);
  }

  /** Answers whether there is no use in asking again. */
  async function readConversation(id: string, mayAskAgain = true): Promise<boolean> {
    const asked = conversationLife;
    const read = await get(`/api/chat/conversations/${id}`, conversationSchema);
    if (signal.aborted) return false;
    if (!read.ok) {
      log.info({ kind: read.kind, message: read.message }, 'A conversation could not be read yet');
      return read.kind === 'not-found';
    }
    if (isOvertaken(asked, read.data)) return mayAskAgain && readConversation(id, false);
    return save(read.data);
  }

  async function readAll(end: AbortSignal): Promise<Outcome<null, RequestFailureKind>> {
    const notifications = await get(
      `/api/notifications?limit=${mostNotifications}`,
      z.array(notificationSchema),
      end,
    );
    if (!notifications.ok) return orNothing(notifications);
    const asked = conversationLife;
    const conversations = await get('/api/chat/conversations', conversationListSchema, end);
    if (!conversations.ok) return orNothing(conversations);
    if (asked !== conversationLife) return readAll(end);
    if (end.aborted) return { ok: false, kind: 'offline', message: 'Ended while it was read.' };
    life += 1;
    conversationLife += 1;
    cache.inbox.replace({ notifications: notifications.data, conversations: conversations.data });
    changed();
    messagesReplaced();
    return { ok: true, data: null };
  }

  return {
    readAll,
    readUnknown: coalesce(async () => {
      let isAllRead = true;
      for (const id of cache.inbox.unknownConversations()) {
        if (!signal.aborted && !(await readConversation(id))) isAllRead = false;
      }
      return isAllRead;
    }),
    refreshConversations: coalesce(async () => {
      const asked = conversationLife;
      const conversations = await get('/api/chat/conversations', conversationListSchema);
      if (signal.aborted) return false;
      if (conversations.ok) {
        if (conversations.data.some((one) => isOvertaken(asked, one))) return false;
        return conversations.data.map(save).every((isKept) => isKept);
      }
      log.info({ kind: conversations.kind }, 'The list of conversations could not be read again');
      return conversations.kind === 'not-found';
    }),
    take(conversation) {
      conversationLife += 1;
      return !isOvertaken(conversationLife, conversation) && save(conversation);
    },
    async readMessages(conversationId, page) {
      const held = cache.inbox.listMessages(conversationId, page);
      const heldPage = { messages: held.messages, hasEarlier: !held.isAll };
      if (held.isAll || held.messages.length === page.limit) return { ok: true, data: heldPage };
      const asked = life;
      const query = new URLSearchParams({ limit: String(page.limit) });
      if (page.before) query.set('before', page.before);
      const read = await get(
        `/api/chat/conversations/${conversationId}/messages?${query}`,
        messageListSchema,
      );
      if (!read.ok) {
        const isUseful = read.kind === 'offline' && held.messages.length > 0;
        return isUseful ? { ok: true, data: heldPage } : read;
      }
      const isFirst = read.data.length < page.limit;
      if (asked === life && !signal.aborted) {
        attempt(() => cache.inbox.saveMessages(conversationId, read.data, isFirst));
      }
      return { ok: true, data: { messages: read.data, hasEarlier: !isFirst } };
    },
  };
}

/** A server without these routes is older than this app: there is nothing to hold, and everything else works. */
function orNothing(
  failure: Outcome<never, RequestFailureKind> & { ok: false },
): Outcome<null, RequestFailureKind> {
  return failure.kind === 'not-found' ? { ok: true, data: null } : failure;
}

import type { Environment } from '../../common/environment.ts';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import type { Conversation } from '../../protocol/wire/chat.ts';
import type { CommandPayload } from '../../protocol/wire/command.ts';
import type { Person } from '../../protocol/wire/user.ts';
import type { Cache } from '../cache/cache.ts';
import { clientText } from '../text.ts';

type Sending = CommandPayload<'message.send'>;

export type ProvisionalChatDependencies = Pick<Environment, 'clock' | 'newId'> & {
  cache: Cache;
  me: Person;
  /** The operations that are shown on top of the cache. */
  pending(): readonly PendingOperation[];
};

/**
 * Conversations that were started offline. Only their pending messages are kept, in the outbox, each with its recipient
 * and the id that was made for the conversation here. The server uses that id, or puts the message into an existing
 * conversation. As soon as a conversation with that person is cached, it replaces this one.
 */
export type ProvisionalChat = {
  /** The conversation with that person; null if the person is not in the cache. */
  open(userId: string): Conversation | null;
  has(conversationId: string): boolean;
  /** Those that have messages, newest first. */
  list(): Conversation[];
  /** The message with its recipient, if its conversation is provisional. */
  addressed(message: Sending): Sending;
  /** A pending message, moved to the conversation that has replaced its provisional one. */
  placed(operation: PendingOperation): PendingOperation;
  /** The server has accepted the message: its conversation is shown until it is cached. */
  sent(message: Sending): void;
};

export function createProvisionalChat(dependencies: ProvisionalChatDependencies): ProvisionalChat {
  const { cache, me, pending, clock, newId } = dependencies;
  /** By the other person's id. */
  const begun = new Map<string, Conversation>();
  const sent = new Set<string>();

  function personOf(userId: string): Person | undefined {
    for (const { id } of cache.listProjects()) {
      const member = cache.readProject(id)?.members.find(({ user }) => user.id === userId);
      if (member) return member.user;
    }
    return undefined;
  }

  function begin(other: Person, id: string, createdAt: number): Conversation {
    const { id: myId, name, avatarUrl } = me;
    const conversation: Conversation = {
      id,
      participants: [{ id: myId, name, avatarUrl }, other],
      unreadCount: 0,
      lastMessage: null,
      readBy: [],
      canSend: true,
      createdAt: new Date(createdAt).toISOString(),
      seq: 0,
    };
    begun.set(other.id, conversation);
    return conversation;
  }

  const heldWith = (userId: string) =>
    cache.inbox.listConversations().find(({ participants }) => participants.some(({ id }) => id === userId));

  /** Messages to a person, oldest first. */
  function addressedMessages(): { userId: string; message: Sending; createdAt: number }[] {
    return pending().flatMap((operation) => {
      const message = messageOf(operation);
      if (message?.userId === undefined) return [];
      return [{ userId: message.userId, message, createdAt: operation.createdAt }];
    });
  }

  const byId = (conversationId: string) => [...begun].find(([, { id }]) => id === conversationId);

  return {
    open(userId) {
      const known = begun.get(userId);
      if (known) return known;
      const other = personOf(userId);
      return other ? begin(other, newId(), clock.now()) : null;
    },
    has: (conversationId) =>
      byId(conversationId) !== undefined &&
      !cache.inbox.listConversations().some(({ id }) => id === conversationId),
    list() {
      const written = new Set(sent);
      for (const { userId, message, createdAt } of addressedMessages()) {
        written.add(userId);
        if (begun.has(userId)) continue;
        // From an earlier run. A person who no longer shares a project has no name here.
        const other = personOf(userId) ?? { id: userId, name: clientText.formerBandmate, avatarUrl: null };
        begin(other, message.conversationId, createdAt);
      }
      return [...begun]
        .filter(([userId]) => written.has(userId) && !heldWith(userId))
        .map(([, conversation]) => conversation)
        .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
    },
    addressed(message) {
      const userId = message.userId ?? byId(message.conversationId)?.[0];
      return userId === undefined ? message : { ...message, userId };
    },
    placed(operation) {
      const message = messageOf(operation);
      const held = message?.userId === undefined ? undefined : heldWith(message.userId);
      if (!held || held.id === message?.conversationId) return operation;
      return { ...operation, payload: { ...message, conversationId: held.id } };
    },
    sent(message) {
      if (message.userId !== undefined) sent.add(message.userId);
    },
  };
}

function messageOf({ kind, payload }: PendingOperation): Sending | undefined {
  return kind === 'message.send' ? (payload as Sending) : undefined;
}

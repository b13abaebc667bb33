import { roomMessageListSchema } from '../../../protocol/wire/room-message.ts';
import { heldBandmates } from '../held-bandmates.ts';
import { sendCommand } from '../send-command.ts';
import { done, type HandlersOf, nothing, type WithAccount } from './handlers.ts';

/** How many messages of a room one page has. */
const earlierMessages = 50;

export function createInboxHandlers(
  withAccount: WithAccount,
): HandlersOf<'notifications' | 'chat' | 'presence' | 'attention' | 'room'> {
  return {
    'notifications.list': () => withAccount(({ inbox }) => done(inbox.notifications())),
    'notifications.read': ({ id }) =>
      withAccount(({ outbox }) => outbox.mark({ kind: 'notification.read', payload: { id } })),
    'notifications.readAll': () =>
      withAccount(({ inbox, outbox }) => {
        const [newest] = inbox.notifications();
        return newest ? outbox.mark({ kind: 'notification.readAll', payload: { upTo: newest.id } }) : nothing;
      }),

    'chat.conversations': () => withAccount(({ inbox }) => done(inbox.conversations())),
    'chat.open': ({ userId }) =>
      withAccount(async (account) => {
        const { cache, inbox, connection } = account;
        const held = inbox
          .conversations()
          .find(({ participants }) => participants.some(({ id }) => id === userId));
        if (held) return done(held);
        const provisional = () => inbox.provisional.open(userId);
        const begun = connection.current().kind === 'online' ? null : provisional();
        if (begun) return done(begun);
        const opened = await sendCommand(account, 'conversation.open', { userId });
        const instead = !opened.ok && opened.kind === 'offline' ? provisional() : null;
        if (instead) return done(instead);
        if (!opened.ok) return opened;
        cache.inbox.saveConversation(opened.data);
        inbox.pushChanges();
        return opened;
      }),
    'chat.messages': ({ conversationId, ...page }) =>
      withAccount(({ inbox, inboxReader }) =>
        inbox.provisional.has(conversationId)
          ? done({ messages: [], hasEarlier: false })
          : inboxReader.readMessages(conversationId, page),
      ),
    'chat.read': (payload) =>
      withAccount(({ inbox, outbox }) =>
        inbox.provisional.has(payload.conversationId)
          ? nothing
          : outbox.mark({ kind: 'conversation.read', payload }),
      ),
    'chat.typing': ({ conversationId, isTyping }) =>
      withAccount(({ typing }) => {
        typing(conversationId, isTyping);
        return nothing;
      }),
    'attention.read': () => withAccount(({ inbox }) => done(inbox.attention())),
    'room.earlier': ({ projectId, before }) =>
      withAccount(async ({ client }) => {
        const query = new URLSearchParams({ before, limit: String(earlierMessages) });
        const read = await client.request({
          method: 'GET',
          path: `/api/projects/${projectId}/messages?${query}`,
          schema: roomMessageListSchema,
        });
        if (!read.ok) return read;
        return done({ messages: read.data, hasEarlier: read.data.length === earlierMessages });
      }),
    'room.read': (payload) => withAccount(({ outbox }) => outbox.mark({ kind: 'room.read', payload })),
    'presence.list': () =>
      withAccount(({ presence, cache, account }) => {
        const known = presence.list();
        return done(known.length > 0 ? known : heldBandmates(cache, account.id));
      }),
  };
}

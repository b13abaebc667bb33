import { sendCommand } from '../send-command.ts';
import { done, type HandlersOf, nothing, type WithAccount } from './handlers.ts';

export function createInboxHandlers(
  withAccount: WithAccount,
): HandlersOf<'notifications' | 'chat' | 'presence'> {
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
      withAccount(async ({ client, cache, inbox }) => {
        const held = inbox
          .conversations()
          .find(({ participants }) => participants.some(({ id }) => id === userId));
        if (held) return done(held);
        const opened = await sendCommand(client, 'conversation.open', { userId });
        if (!opened.ok) return opened;
        cache.inbox.saveConversation(opened.data);
        inbox.pushChanges();
        return opened;
      }),
    'chat.messages': ({ conversationId, ...page }) =>
      withAccount(({ inboxReader }) => inboxReader.readMessages(conversationId, page)),
    'chat.read': (payload) =>
      withAccount(({ outbox }) => outbox.mark({ kind: 'conversation.read', payload })),
    'chat.typing': ({ conversationId, isTyping }) =>
      withAccount(({ typing }) => {
        typing(conversationId, isTyping);
        return nothing;
      }),
    'presence.list': () => withAccount(({ presence }) => done(presence.list())),
  };
}

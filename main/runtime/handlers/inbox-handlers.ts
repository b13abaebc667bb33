import * as z from 'zod';
import { conversationListSchema, messageListSchema, presenceSchema } from '../../../protocol/wire/chat.ts';
import { notificationSchema } from '../../../protocol/wire/notification.ts';
import { sendCommand } from '../send-command.ts';
import { done, type HandlersOf, nothing, type WithAccount } from './runtime-handlers.ts';

export function createInboxHandlers(
  withAccount: WithAccount,
): HandlersOf<'notifications' | 'chat' | 'presence'> {
  return {
    'notifications.list': () =>
      withAccount(({ client }) =>
        client.request({
          method: 'GET',
          path: '/api/notifications?limit=200',
          schema: z.array(notificationSchema),
        }),
      ),
    'notifications.read': ({ id }) =>
      withAccount(async ({ outbox }) => {
        const answer = await outbox.run('notification.read', { id }, null);
        return answer.ok ? nothing : answer;
      }),
    'notifications.readAll': () =>
      withAccount(async ({ outbox }) => {
        const answer = await outbox.run('notification.readAll', {}, null);
        return answer.ok ? nothing : answer;
      }),
    'chat.conversations': () =>
      withAccount(({ client }) =>
        client.request({ method: 'GET', path: '/api/chat/conversations', schema: conversationListSchema }),
      ),
    'chat.open': ({ userId }) =>
      withAccount(({ client }) => sendCommand(client, 'conversation.open', { userId })),
    'chat.messages': ({ conversationId, before, limit }) =>
      withAccount(async ({ client }) => {
        const query = new URLSearchParams({ limit: String(limit), ...(before && { before }) });
        const path = `/api/chat/conversations/${conversationId}/messages?${query}`;
        const page = await client.request({ method: 'GET', path, schema: messageListSchema });
        return page.ok ? done({ messages: page.data, hasEarlier: page.data.length === limit }) : page;
      }),
    'chat.read': (payload) =>
      withAccount(async ({ outbox }) => {
        const answer = await outbox.run('conversation.read', payload, null);
        return answer.ok ? nothing : answer;
      }),
    'chat.typing': (typing) =>
      withAccount(({ realtime }) => {
        realtime.tell('chat:typing', typing);
        return nothing;
      }),
    'presence.list': () =>
      withAccount(({ client }) =>
        client.request({ method: 'GET', path: '/api/presence', schema: presenceSchema }),
      ),
  };
}

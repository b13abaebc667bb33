import type { Environment } from '../../common/environment.ts';
import type { Push, PushName } from '../../protocol/ipc/pushes.ts';
import { type Conversation, conversationSchema } from '../../protocol/wire/chat.ts';
import type { CommandPayload } from '../../protocol/wire/command.ts';
import type { Notification } from '../../protocol/wire/notification.ts';
import type { Person } from '../../protocol/wire/user.ts';
import type { Cache } from '../cache/cache.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { overlayConversationMarks, overlayNotificationMarks } from '../outbox/read-marks.ts';
import { createProvisionalChat, type ProvisionalChat } from './provisional-chat.ts';

export type InboxDependencies = {
  cache: Cache;
  outbox: Outbox;
  me: Person;
  environment: Environment;
  /** Keeps a conversation as a command answered it. */
  take(conversation: Conversation): void;
  push<Name extends PushName>(name: Name, push: Push<Name>): void;
};

/** Notifications and conversations as the person has left them: the cache, with the marks that wait laid over it. */
export type Inbox = {
  notifications(): Notification[];
  /** Also those that were begun with no network and in which something waits. */
  conversations(): Conversation[];
  provisional: ProvisionalChat;
  /** Puts the lists before the window if they are not what was sent last. */
  pushChanges(): void;
};

/** As many messages as are looked through to count what came after a mark. */
const countedMessages = 200;

export function createInbox({ cache, outbox, me, environment, take, push }: InboxDependencies): Inbox {
  const provisional = createProvisionalChat({ cache, me, pending: outbox.listShown, ...environment });
  const pushed = { notifications: '', conversations: '' };

  const newestOf = (conversationId: string) =>
    cache.inbox.listMessages(conversationId, { limit: countedMessages }).messages;
  const notifications = () => [
    ...overlayNotificationMarks(cache.inbox.listNotifications(), outbox.listMarks()),
  ];
  const conversations = () => [
    ...provisional.list(),
    ...overlayConversationMarks(cache.inbox.listConversations(), outbox.listMarks(), me.id, newestOf),
  ];

  function isNews(name: keyof typeof pushed, list: unknown[]): boolean {
    const text = JSON.stringify(list);
    if (text === pushed[name]) return false;
    pushed[name] = text;
    return true;
  }

  function pushChanges(): void {
    const [told, written] = [notifications(), conversations()];
    if (isNews('notifications', told)) push('notifications.changed', told);
    if (isNews('conversations', written)) push('conversations.changed', written);
  }

  outbox.onChange(pushChanges);
  // The conversation comes with the answer, so it doesn't wait for its event.
  outbox.onConfirmed((confirmed) => {
    if (confirmed.kind === 'conversation.read' || confirmed.kind === 'conversation.open') {
      const conversation = conversationSchema.safeParse(confirmed.result);
      if (conversation.success) take(conversation.data);
    } else if (confirmed.kind === 'message.send') {
      provisional.sent(confirmed.payload as CommandPayload<'message.send'>);
    }
  });

  return { notifications, conversations, provisional, pushChanges };
}

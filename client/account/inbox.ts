import type { Environment } from '../../common/environment.ts';
import type { Push, PushName } from '../../protocol/ipc/pushes.ts';
import type { Attention } from '../../protocol/wire/attention.ts';
import { type Conversation, conversationSchema } from '../../protocol/wire/chat.ts';
import type { CommandPayload } from '../../protocol/wire/command.ts';
import type { Notification } from '../../protocol/wire/notification.ts';
import type { Person } from '../../protocol/wire/user.ts';
import type { Cache } from '../cache/cache.ts';
import { overlayAttention } from '../outbox/attention-overlay.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { overlayConversationMarks, overlayNotificationMarks } from '../outbox/read-marks.ts';
import { createProvisionalChat, type ProvisionalChat } from './provisional-chat.ts';

export type InboxDependencies = {
  cache: Cache;
  outbox: Outbox;
  me: Person;
  environment: Environment;
  /** Stores a conversation that came with the answer to a command. */
  take(conversation: Conversation): void;
  push<Name extends PushName>(name: Name, push: Push<Name>): void;
};

/** Notifications, conversations and attention: the cache with the user's pending changes applied. */
export type Inbox = {
  notifications(): Notification[];
  /** Including those that were started offline and have pending messages. */
  conversations(): Conversation[];
  /** With pending levels, quiet hours and read marks applied. */
  attention(): Attention;
  provisional: ProvisionalChat;
  /** Pushes the lists to the page if they differ from what was pushed last. */
  pushChanges(): void;
};

/** How many messages are searched to count those after a mark. */
const countedMessages = 200;

export function createInbox({ cache, outbox, me, environment, take, push }: InboxDependencies): Inbox {
  const provisional = createProvisionalChat({ cache, me, pending: outbox.listShown, ...environment });
  const pushed = { notifications: '', conversations: '', attention: '' };

  const newestOf = (conversationId: string) =>
    cache.inbox.listMessages(conversationId, { limit: countedMessages }).messages;
  const notifications = () => [
    ...overlayNotificationMarks(cache.inbox.listNotifications(), outbox.listMarks()),
  ];
  const conversations = () => [
    ...provisional.list(),
    ...overlayConversationMarks(cache.inbox.listConversations(), outbox.listMarks(), me.id, newestOf),
  ];

  const attention = () => overlayAttention(cache.inbox.readAttention(), outbox, cache);

  function isNew(name: keyof typeof pushed, current: unknown): boolean {
    const text = JSON.stringify(current);
    if (text === pushed[name]) return false;
    pushed[name] = text;
    return true;
  }

  function pushChanges(): void {
    const [currentNotifications, currentConversations] = [notifications(), conversations()];
    if (isNew('notifications', currentNotifications)) push('notifications.changed', currentNotifications);
    if (isNew('conversations', currentConversations)) push('conversations.changed', currentConversations);
    const currentAttention = attention();
    if (isNew('attention', currentAttention)) push('attention.changed', currentAttention);
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

  return { notifications, conversations, attention, provisional, pushChanges };
}

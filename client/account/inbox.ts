import type { Push, PushName } from '../../protocol/ipc/pushes.ts';
import { type Conversation, conversationSchema } from '../../protocol/wire/chat.ts';
import type { Notification } from '../../protocol/wire/notification.ts';
import type { Cache } from '../cache/cache.ts';
import type { Outbox } from '../outbox/create-outbox.ts';
import { isReadMark, layConversationMarks, layNotificationMarks } from '../outbox/read-marks.ts';

export type InboxDependencies = {
  cache: Cache;
  outbox: Outbox;
  userId: string;
  push<Name extends PushName>(name: Name, push: Push<Name>): void;
};

/** Notifications and conversations as the person has left them: the cache, with the marks that wait laid over it. */
export type Inbox = {
  notifications(): Notification[];
  conversations(): Conversation[];
  /** Puts the lists before the window if they are not what was sent last. */
  pushChanges(): void;
};

/** As many messages as are looked through to count what came after a mark. */
const countedMessages = 200;

export function createInbox({ cache, outbox, userId, push }: InboxDependencies): Inbox {
  const pushed = { notifications: '', conversations: '' };

  const newestOf = (conversationId: string) =>
    cache.inbox.listMessages(conversationId, { limit: countedMessages }).messages;
  const notifications = () => [...layNotificationMarks(cache.inbox.listNotifications(), outbox.listMarks())];
  const conversations = () => [
    ...layConversationMarks(cache.inbox.listConversations(), outbox.listMarks(), userId, newestOf),
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
  // A confirmed change leaves the outbox before its event comes: without this its effect would go and come again.
  outbox.onConfirmed((confirmed) => {
    if (confirmed.kind === 'conversation.read' || confirmed.kind === 'conversation.open') {
      const conversation = conversationSchema.safeParse(confirmed.result);
      if (conversation.success) cache.inbox.saveConversation(conversation.data);
    } else if (isReadMark(confirmed)) {
      cache.inbox.changeNotifications((list) => layNotificationMarks(list, [confirmed]));
    }
  });

  return { notifications, conversations, pushChanges };
}

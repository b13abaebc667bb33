import type { Notification } from '../../protocol/wire/notification.ts';
import { userTopic } from '../../protocol/wire/topic.ts';
import type { CommandContext, TopicEvent } from '../commands/handler.ts';
import { preparedInsert } from '../db/prepared.ts';
import { queueMail } from '../mail/queue-mail.ts';

const insertNotifications = preparedInsert('notification');

/** Stores what each of these people is notified of, and answers the event of each. All are about one project. */
export async function storeNotifications(
  tx: CommandContext['tx'],
  byUser: ReadonlyMap<string, Notification>,
  at: string,
): Promise<TopicEvent[]> {
  const rows = [...byUser].map(([userId, notification]) => {
    const { id, link } = notification;
    const { projectId, cutId = null, fileId = null, commentId = null, replyId = null } = link;
    return { userId, id, projectId, cutId, fileId, commentId, replyId, body: JSON.stringify(notification) };
  });
  await insertNotifications(tx, rows);
  await queueMail(tx, byUser, at);
  return [...byUser].map(
    ([userId, notification]): TopicEvent => ({
      topic: userTopic(userId),
      event: { name: 'notification:new', payload: notification },
    }),
  );
}

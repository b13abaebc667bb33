import type { Notification } from '../../protocol/wire/notification.ts';
import { userTopic } from '../../protocol/wire/topic.ts';
import { readBlockers } from '../blocks/blocks.ts';
import type { CommandContext, Handled, NotificationDraft, TopicEvent } from '../commands/handler.ts';
import { preparedInsert } from '../db/prepared.ts';
import { queueMail } from '../mail/queue-mail.ts';
import { draftNotification } from './draft-notification.ts';
import { whoWants } from './who-wants.ts';

const insertNotifications = preparedInsert('notification');

/**
 * Stores a notification for each person concerned and answers the event of each, on the recipient's topic. One command
 * notifies a person once: a bounce that also makes its cut is news of the bounce. Nobody hears of those they blocked.
 */
export async function notify(
  { tx, actor, now, newId }: Pick<CommandContext, 'tx' | 'actor' | 'now' | 'newId'>,
  { notifications = [], activities = [] }: Pick<Handled<unknown>, 'notifications' | 'activities'>,
): Promise<TopicEvent[]> {
  const drafts: NotificationDraft[] = [...notifications];
  const bounced = new Set(
    activities.filter(({ type }) => type === 'file_uploaded').map(({ link }) => link.cutId),
  );
  for (const activity of activities) {
    if (activity.type === 'cut_created' && bounced.has(activity.link.cutId)) continue;
    const draft = await draftNotification(tx, actor, activity);
    if (draft) drafts.push(draft);
  }
  if (drafts.length === 0) return [];
  const blockers = await readBlockers(tx, actor.id);
  const byUser = new Map<string, Notification>();
  for (const { to, ...draft } of drafts) {
    for (const userId of await whoWants(tx, draft, to)) {
      if (!byUser.has(userId) && !blockers.has(userId))
        byUser.set(userId, { id: newId(), ...draft, isRead: false, createdAt: now });
    }
  }
  const rows = [...byUser].map(([userId, notification]) => {
    const { id, link } = notification;
    const { projectId, cutId = null, fileId = null, commentId = null, replyId = null } = link;
    return { userId, id, projectId, cutId, fileId, commentId, replyId, body: JSON.stringify(notification) };
  });
  await insertNotifications(tx, rows);
  await queueMail(tx, byUser, now);
  return [...byUser].map(
    ([userId, notification]): TopicEvent => ({
      topic: userTopic(userId),
      event: { name: 'notification:new', payload: notification },
    }),
  );
}

import type { Notification } from '../../protocol/wire/notification.ts';
import { userTopic } from '../../protocol/wire/topic.ts';
import type { CommandContext, Handled, NotificationDraft, TopicEvent } from '../commands/handler.ts';
import { chunksOf } from '../db/chunks.ts';
import { noticeOf } from './notices.ts';

/**
 * Stores a notification for each person whom what happened concerns, and says so on their topics. One command is one
 * happening: whoever it concerns twice (a bounce is a new cut and a new file) is told the first of it.
 */
export async function notify(
  { tx, actor, now, newId }: Pick<CommandContext, 'tx' | 'actor' | 'now' | 'newId'>,
  { notifications = [], activities = [] }: Pick<Handled<unknown>, 'notifications' | 'activities'>,
): Promise<TopicEvent[]> {
  const drafts: NotificationDraft[] = [...notifications];
  for (const activity of activities) {
    const draft = await noticeOf(tx, actor, activity);
    if (draft) drafts.push(draft);
  }
  const told = new Map<string, Notification>();
  for (const { to, ...draft } of drafts) {
    for (const userId of to) {
      if (!told.has(userId)) told.set(userId, { id: newId(), ...draft, isRead: false, createdAt: now });
    }
  }
  const rows = [...told].map(([userId, notification]) => {
    const { id, link } = notification;
    const { projectId, cutId = null, fileId = null, commentId = null, replyId = null } = link;
    return { userId, id, projectId, cutId, fileId, commentId, replyId, body: JSON.stringify(notification) };
  });
  for (const chunk of chunksOf(rows)) await tx.insertInto('notification').values(chunk).execute();
  return [...told].map(
    ([userId, notification]): TopicEvent => ({
      topic: userTopic(userId),
      event: { name: 'notification:new', payload: notification },
    }),
  );
}

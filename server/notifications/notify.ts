import type { Notification } from '../../protocol/wire/notification.ts';
import { userTopic } from '../../protocol/wire/topic.ts';
import { readBlockers } from '../blocks/blocks.ts';
import type { CommandContext, Handled, TopicEvent } from '../commands/handler.ts';
import { readMembersAttention } from '../entities/attention.ts';
import { keepNewsForMany, keepUnreadForMany } from './bulk-notifications.ts';
import { type BulkDraft, draftNotification, readEveryone } from './draft-notification.ts';
import { storeNotifications } from './store-notifications.ts';
import { whoWants } from './who-wants.ts';

/** More people than these are notified after the change, so that a large project doesn't wait for it. */
export const mostNotifiedAtOnce = 50;

type Context = Pick<CommandContext, 'tx' | 'actor' | 'now' | 'newId'>;
type News = Pick<Handled<unknown>, 'notifications' | 'activities' | 'unreadIn'>;

/** `isPending`: more people are notified later (`bulk-notifications.ts`). */
export type Notified = { events: TopicEvent[]; isPending: boolean };

/**
 * Stores a notification for each person concerned and answers the event of each, on the recipient's topic. One command
 * notifies a person once: a bounce that also makes its cut is news of the bounce. Nobody hears of those they blocked.
 */
export async function notify(context: Context, handled: News, most: number): Promise<Notified> {
  const unread = await markUnread(context, handled.unreadIn, most);
  const news = await notifyOfNews(context, handled, most);
  return { events: [...unread.events, ...news.events], isPending: unread.isPending || news.isPending };
}

const nothing: Notified = { events: [], isPending: false };

async function notifyOfNews(context: Context, handled: News, most: number): Promise<Notified> {
  const { tx, actor, now, newId } = context;
  const drafts = await draftAll(context, handled, most);
  if (drafts.length === 0) return nothing;
  const few = drafts.flatMap(({ to, ...draft }) => (to === null ? [] : [{ ...draft, to }]));
  const isForMany = few.length < drafts.length || new Set(few.flatMap(({ to }) => to)).size > most;
  if (isForMany) {
    await keepNewsForMany(context, drafts);
    return { events: [], isPending: true };
  }
  const blockers = await readBlockers(tx, actor.id);
  const byUser = new Map<string, Notification>();
  for (const { to, ...draft } of few) {
    for (const userId of await whoWants(tx, draft, to)) {
      if (!byUser.has(userId) && !blockers.has(userId))
        byUser.set(userId, { id: newId(), ...draft, isRead: false, createdAt: now });
    }
  }
  return { events: await storeNotifications(tx, byUser, now), isPending: false };
}

async function draftAll(
  { tx, actor }: Context,
  { notifications = [], activities = [] }: News,
  most: number,
): Promise<BulkDraft[]> {
  const drafts: BulkDraft[] = [...notifications];
  const bounced = new Set(
    activities.filter(({ type }) => type === 'file_uploaded').map(({ link }) => link.cutId),
  );
  for (const activity of activities) {
    if (activity.type === 'cut_created' && bounced.has(activity.link.cutId)) continue;
    const draft = await draftNotification(tx, actor, activity, most);
    if (draft) drafts.push(draft);
  }
  return drafts;
}

/**
 * Each of the others hears of it on their own topic, so that unread marks are right without following the project. It
 * changes nothing for those who blocked the sender.
 */
async function markUnread(context: Context, projectId: string | undefined, most: number): Promise<Notified> {
  if (projectId === undefined) return nothing;
  const { tx, actor } = context;
  if ((await readEveryone(tx, actor, projectId, most)) === null) {
    await keepUnreadForMany(context, projectId);
    return { events: [], isPending: true };
  }
  const blockers = await readBlockers(tx, actor.id);
  const events = (await readMembersAttention(tx, projectId))
    .filter(({ userId }) => userId !== actor.id && !blockers.has(userId))
    .map(
      ({ userId, attention }): TopicEvent => ({
        topic: userTopic(userId),
        event: { name: 'attention:updated', payload: attention },
      }),
    );
  return { events, isPending: false };
}

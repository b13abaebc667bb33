import { mostDismissed } from '../../protocol/wire/activity.ts';
import { userTopic } from '../../protocol/wire/topic.ts';
import { visibleActivities } from '../entities/activity.ts';
import type { Handler, TopicEvent } from './handler.ts';

/** For a project that isn't the actor's, there is nothing to dismiss. */
export const handleActivityDismissAll: Handler<'activity.dismissAll'> = async (context, payload) => {
  const { tx, actor, now } = context;
  const { projectId, upTo } = payload;
  const rows = await visibleActivities(tx, actor.id, projectId)
    .select('activity.id')
    .$if(upTo !== undefined, (query) => query.where('activity.id', '<=', upTo ?? ''))
    .orderBy('activity.id')
    .execute();
  const dismissed = rows.map(({ id }) => id);
  const events: TopicEvent[] = [];
  for (let start = 0; start < dismissed.length; start += mostDismissed) {
    const ids = dismissed.slice(start, start + mostDismissed);
    await tx
      .insertInto('activityDismissal')
      .values(ids.map((activityId) => ({ userId: actor.id, activityId, dismissedAt: now })))
      .execute();
    events.push({ topic: userTopic(actor.id), event: { name: 'activities:dismissed', payload: { ids } } });
  }
  return { ok: true, result: { dismissed }, events };
};

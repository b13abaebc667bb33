import type { Activity } from '../../protocol/wire/activity.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import type { ActivityDraft, CommandContext, TopicEvent } from './handler.ts';

/** Stores an activity for each draft, and answers the `activity:new` of each, in order. */
export async function storeActivities(
  {
    tx,
    actor: { id, name, avatarUrl },
    now: createdAt,
    newId,
  }: Omit<CommandContext, 'publicUrl' | 'invitationToken'>,
  drafts: ActivityDraft[],
): Promise<TopicEvent[]> {
  const events: TopicEvent[] = [];
  for (const { type, projectId, target, version, link } of drafts) {
    const actor = { id, name, avatarUrl };
    const about = version ? { target, version } : { target };
    const activity: Activity = { id: newId(), type, projectId, actor, ...about, createdAt, link };
    await tx
      .insertInto('activity')
      .values({ id: activity.id, projectId, type, actorId: id, body: JSON.stringify(activity), createdAt })
      .execute();
    events.push({ topic: projectTopic(projectId), event: { name: 'activity:new', payload: activity } });
  }
  return events;
}

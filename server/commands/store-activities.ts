import type { Activity } from '../../protocol/wire/activity.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import { preparedInsert } from '../db/prepared.ts';
import type { ActivityDraft, CommandContext, TopicEvent } from './handler.ts';

const insertActivities = preparedInsert('activity');

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
  const rows = [];
  for (const { type, projectId, target, version, link } of drafts) {
    const actor = { id, name, avatarUrl };
    const about = version ? { target, version } : { target };
    const activity: Activity = { id: newId(), type, projectId, actor, ...about, createdAt, link };
    rows.push({ id: activity.id, projectId, type, actorId: id, body: JSON.stringify(activity), createdAt });
    events.push({ topic: projectTopic(projectId), event: { name: 'activity:new', payload: activity } });
  }
  await insertActivities(tx, rows);
  return events;
}

import type { Activity } from '../../../protocol/wire/activity.ts';
import { formatDayHeading } from '../../words/format.ts';

/** What happened, as what follows the actor's name: `bounced v3`. `names` marks the part that is a name. */
export function activityWords(activity: Activity): { before: string; name: string; after: string } {
  const name = activity.target.name;
  switch (activity.type) {
    case 'file_uploaded':
      return { before: 'bounced', name, after: '' };
    case 'comment_added':
      return { before: 'commented', name: `“${name}”`, after: '' };
    case 'reply_added':
      return { before: 'replied', name: `“${name}”`, after: '' };
    case 'cut_created':
      return { before: 'made the cut', name, after: '' };
    case 'cut_deleted':
      return { before: 'deleted the cut', name, after: '' };
    case 'cut_moved':
      return { before: 'moved', name, after: 'to another vibe' };
    case 'vibe_created':
      return { before: 'started the vibe', name, after: '' };
    case 'vibe_deleted':
      return { before: 'deleted the vibe', name, after: '' };
    case 'member_joined':
      return activity.target.id === activity.actor.id
        ? { before: 'joined', name: '', after: '' }
        : { before: 'brought in', name, after: '' };
    case 'member_left':
      return activity.target.id === activity.actor.id
        ? { before: 'left', name: '', after: '' }
        : { before: 'took out', name, after: '' };
  }
}

export function activityLine(activity: Activity): string {
  const { before, name, after } = activityWords(activity);
  return [activity.actor.name, before, name, after].filter(Boolean).join(' ');
}

export type ActivityRow =
  | { kind: 'day'; key: string; day: string }
  | { kind: 'activity'; key: string; activity: Activity };

/** Newest first, under the day it happened on. */
export function activityRows(activities: readonly Activity[], now: number): ActivityRow[] {
  const rows: ActivityRow[] = [];
  let last = '';
  for (const activity of activities) {
    const day = formatDayHeading(Date.parse(activity.createdAt), now);
    if (day !== last) rows.push({ kind: 'day', key: `day ${day}`, day });
    last = day;
    rows.push({ kind: 'activity', key: activity.id, activity });
  }
  return rows;
}

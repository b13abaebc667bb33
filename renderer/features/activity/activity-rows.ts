import type { Activity } from '../../../protocol/wire/activity.ts';
import { formatDayHeading } from '../../text/format.ts';

/** A day heading, or one activity. A bounce is one row together with the cut and the vibe that it created (`created`). */
export type ActivityRow =
  | { kind: 'day'; key: string; day: string }
  | { kind: 'activity'; key: string; activity: Activity; created: readonly Activity[] };

/** Newest first, under day headings. */
export function activityRows(activities: readonly Activity[], now: number): ActivityRow[] {
  const rows: ActivityRow[] = [];
  let last = '';
  for (const [activity, ...created] of byUpload(activities)) {
    const day = formatDayHeading(Date.parse(activity.createdAt), now);
    if (day !== last) rows.push({ kind: 'day', key: `day ${day}`, day });
    last = day;
    rows.push({ kind: 'activity', key: activity.id, activity, created });
  }
  return rows;
}

/** Groups the activities of one upload, the bounce first. Every other activity is a group of its own. Keeps the order. */
function byUpload(activities: readonly Activity[]): [Activity, ...Activity[]][] {
  const groups: [Activity, ...Activity[]][] = [];
  let rest = activities;
  while (rest[0]) {
    const first = rest[0];
    const end = rest.findIndex((one) => !isOfOneUpload(first, one));
    const run = rest.slice(0, end < 0 ? rest.length : end);
    const [bounce, ...others] = run.filter(({ type }) => type === 'file_uploaded');
    const isOneBounce =
      bounce !== undefined &&
      others.length === 0 &&
      run.every(({ link }) => link.cutId === undefined || link.cutId === bounce.link.cutId);
    groups.push(isOneBounce ? [bounce, ...run.filter((one) => one !== bounce)] : [first]);
    rest = rest.slice(isOneBounce ? run.length : 1);
  }
  return groups;
}

/** The server gives all activities of one upload the same time. */
function isOfOneUpload(a: Activity, b: Activity): boolean {
  return (
    uploadTypes.has(a.type) &&
    uploadTypes.has(b.type) &&
    a.actor.id === b.actor.id &&
    a.createdAt === b.createdAt &&
    a.projectId === b.projectId &&
    a.link.vibeId === b.link.vibeId
  );
}

const uploadTypes = new Set<Activity['type']>(['file_uploaded', 'cut_created', 'vibe_created']);

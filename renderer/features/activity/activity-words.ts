import type { Activity } from '../../../protocol/wire/activity.ts';
import { formatDayHeading } from '../../text/format.ts';

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
    default:
      return { before: 'made a change that this version of BandMate can’t show:', name, after: '' };
  }
}

export function activityLine(activity: Activity): string {
  const { before, name, after } = activityWords(activity);
  return [activity.actor.name, before, name, after].filter(Boolean).join(' ');
}

/**
 * A row stands for one activity, or for all that one bounce did at once: `made` are the cut and the vibe that it
 * brought with it.
 */
export type ActivityRow =
  | { kind: 'day'; key: string; day: string }
  | { kind: 'activity'; key: string; activity: Activity; made: readonly Activity[] };

/** Newest first, under the day it happened on. */
export function activityRows(activities: readonly Activity[], now: number): ActivityRow[] {
  const rows: ActivityRow[] = [];
  let last = '';
  for (const [activity, ...made] of byCommit(activities)) {
    const day = formatDayHeading(Date.parse(activity.createdAt), now);
    if (day !== last) rows.push({ kind: 'day', key: `day ${day}`, day });
    last = day;
    rows.push({ kind: 'activity', key: activity.id, activity, made });
  }
  return rows;
}

/** What one commit did, the bounce first; everything else stands alone. Order is kept. */
function byCommit(activities: readonly Activity[]): [Activity, ...Activity[]][] {
  const commits: [Activity, ...Activity[]][] = [];
  let rest = activities;
  while (rest[0]) {
    const first = rest[0];
    const end = rest.findIndex((one) => !isOfOneCommit(first, one));
    const run = rest.slice(0, end < 0 ? rest.length : end);
    const [bounce, ...others] = run.filter(({ type }) => type === 'file_uploaded');
    const isOneBounce =
      bounce !== undefined &&
      others.length === 0 &&
      run.every(({ link }) => link.cutId === undefined || link.cutId === bounce.link.cutId);
    commits.push(isOneBounce ? [bounce, ...run.filter((one) => one !== bounce)] : [first]);
    rest = rest.slice(isOneBounce ? run.length : 1);
  }
  return commits;
}

/** The server gives all that one commit did the same time. */
function isOfOneCommit(a: Activity, b: Activity): boolean {
  return (
    parts.has(a.type) &&
    parts.has(b.type) &&
    a.actor.id === b.actor.id &&
    a.createdAt === b.createdAt &&
    a.projectId === b.projectId &&
    a.link.vibeId === b.link.vibeId
  );
}

const parts = new Set<Activity['type']>(['file_uploaded', 'cut_created', 'vibe_created']);

/** What a bounce brought with it, as what follows its name; '' when it came to a cut that was there. */
export function madeWords(made: readonly Activity[], vibeName: string | null): string {
  const vibe = made.find(({ type }) => type === 'vibe_created');
  const hasCut = made.some(({ type }) => type === 'cut_created');
  if (vibe) return `— ${hasCut ? 'new cut in' : 'in'} the new vibe ${vibe.target.name}`;
  if (!hasCut) return '';
  return vibeName === null ? '— new cut' : `— new cut in ${vibeName}`;
}

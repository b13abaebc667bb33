import { groupBursts } from '../../../protocol/state/bursts.ts';
import type { Activity } from '../../../protocol/wire/activity.ts';
import { formatDayHeading } from '../../text/format.ts';

/** A bounce together with the cut and the vibe that it created (`created`); or any other activity. */
export type ActivityEntry = { activity: Activity; created: readonly Activity[] };

/** A day heading, several bounces of one person, or one activity, which may belong to the burst above it. */
export type ActivityRow =
  | { kind: 'day'; key: string; day: string }
  | {
      kind: 'burst';
      key: string;
      entries: readonly [ActivityEntry, ...ActivityEntry[]];
      /** Their names, newest first. */
      songs: readonly string[];
      isOpen: boolean;
    }
  | ({ kind: 'activity'; key: string; isInBurst: boolean } & ActivityEntry);

/** Newest first, under day headings. `unfolded`: the keys of bursts. */
export function activityRows(
  activities: readonly Activity[],
  now: number,
  unfolded: ReadonlySet<string> = new Set(),
): ActivityRow[] {
  const rows: ActivityRow[] = [];
  let last = '';
  const entries = byUpload(activities).map(([activity, ...created]) => ({ activity, created }));
  const bursts = groupBursts(entries, {
    keyOf: burstOf,
    timeOf: ({ activity }) => Date.parse(activity.createdAt),
  });
  for (const burst of bursts) {
    const [{ activity: newest }] = burst;
    const day = formatDayHeading(Date.parse(newest.createdAt), now);
    if (day !== last) rows.push({ kind: 'day', key: `day ${day}`, day });
    last = day;
    const isBurst = burst.length > 1;
    const key = `burst ${burst.at(-1)?.activity.id}`;
    const isOpen = unfolded.has(key);
    if (isBurst) rows.push({ kind: 'burst', key, entries: burst, songs: songsOf(burst), isOpen });
    if (isBurst && !isOpen) continue;
    for (const entry of burst)
      rows.push({ kind: 'activity', key: entry.activity.id, isInBurst: isBurst, ...entry });
  }
  return rows;
}

/** Only versions: the others say more alone. */
function burstOf({ activity: { type, version, actor, projectId } }: ActivityEntry): string | null {
  return type === 'file_uploaded' && version ? `${actor.id} ${projectId}` : null;
}

function songsOf(entries: readonly ActivityEntry[]): string[] {
  const names = new Map<string, string>();
  for (const { activity } of entries) {
    const id = activity.link.cutId ?? '';
    if (!names.has(id)) names.set(id, activity.version?.cutName ?? '');
  }
  return [...names.values()];
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

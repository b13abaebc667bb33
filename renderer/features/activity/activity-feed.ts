import type { Activity } from '../../../protocol/wire/activity.ts';

/** The most activities kept live, so that a window that stays open for weeks doesn't grow. */
const mostActivities = 500;

/** Adds one activity that just happened or whose dismissal is undone. Newest first, without duplicates. */
export function withActivity(list: readonly Activity[], activity: Activity): readonly Activity[] {
  if (list.some((known) => known.id === activity.id)) return list;
  return [...list, activity].sort(newestFirst).slice(0, mostActivities);
}

/** Adds a page of earlier activities. No limit applies: the user asked for them. */
export function withEarlier(list: readonly Activity[], page: readonly Activity[]): readonly Activity[] {
  const known = new Set(list.map(({ id }) => id));
  const added = page.filter(({ id }) => !known.has(id));
  return added.length === 0 ? list : [...list, ...added].sort(newestFirst);
}

export function withoutActivities(list: readonly Activity[], ids: ReadonlySet<string>): readonly Activity[] {
  return list.some(({ id }) => ids.has(id)) ? list.filter(({ id }) => !ids.has(id)) : list;
}

/** ISO 8601 times in UTC with milliseconds sort as text, and ids increase with time. */
function newestFirst(a: Activity, b: Activity): number {
  if (a.createdAt !== b.createdAt) return a.createdAt > b.createdAt ? -1 : 1;
  return a.id === b.id ? 0 : a.id > b.id ? -1 : 1;
}

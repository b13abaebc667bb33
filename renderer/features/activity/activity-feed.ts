import type { Activity } from '../../../protocol/wire/activity.ts';

/** As many as anyone scrolls back; a window that is open for weeks must not grow. */
const mostActivities = 500;

/** Newest first, each once. For one that just happened, and for one that is taken back from being dismissed. */
export function withActivity(list: readonly Activity[], activity: Activity): readonly Activity[] {
  if (list.some((known) => known.id === activity.id)) return list;
  return [...list, activity].sort(newestFirst).slice(0, mostActivities);
}

/** With a page of earlier ones. They are kept whatever their number: the person asked for them. */
export function withEarlier(list: readonly Activity[], page: readonly Activity[]): readonly Activity[] {
  const known = new Set(list.map(({ id }) => id));
  const added = page.filter(({ id }) => !known.has(id));
  return added.length === 0 ? list : [...list, ...added].sort(newestFirst);
}

export function withoutActivities(list: readonly Activity[], ids: ReadonlySet<string>): readonly Activity[] {
  return list.some(({ id }) => ids.has(id)) ? list.filter(({ id }) => !ids.has(id)) : list;
}

/** ISO 8601 in UTC with milliseconds sorts as text; ids rise with time. */
function newestFirst(a: Activity, b: Activity): number {
  if (a.createdAt !== b.createdAt) return a.createdAt > b.createdAt ? -1 : 1;
  return a.id === b.id ? 0 : a.id > b.id ? -1 : 1;
}

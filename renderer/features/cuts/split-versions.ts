/** The most versions that are tabs. */
const mostTabs = 6;

/**
 * Divides versions, oldest first, into tabs and earlier ones. The newest are tabs, as many as there is room for; the shown
 * one always is.
 */
export function splitVersions<Entry extends { file: { id: string } }>(
  entries: readonly Entry[],
  shownId: string | null,
  room: number,
): { earlier: Entry[]; tabs: Entry[] } {
  const most = Math.max(2, Math.min(mostTabs, room));
  if (entries.length <= most) return { earlier: [], tabs: [...entries] };
  const newest = entries.slice(-most);
  const shown = entries.find(({ file }) => file.id === shownId);
  const tabs = !shown || newest.includes(shown) ? newest : [shown, ...newest.slice(1)];
  return { earlier: entries.filter((entry) => !tabs.includes(entry)), tabs };
}

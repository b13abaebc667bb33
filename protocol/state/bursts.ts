/** Items of one burst are at most this far apart. */
const burstMilliseconds = 60 * 60_000;

/**
 * Groups items that are newest first: those with the same key that follow each other soon, in the order of the newest of
 * each. Items without a key stay alone. Nothing is stored: the same list gives the same groups on every device.
 */
export function groupBursts<Item>(
  items: readonly Item[],
  { keyOf, timeOf }: { keyOf(item: Item): string | null; timeOf(item: Item): number },
): [Item, ...Item[]][] {
  const groups: [Item, ...Item[]][] = [];
  const latest = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = key === null ? undefined : latest.get(key);
    const oldest = group?.at(-1);
    if (group && oldest !== undefined && timeOf(oldest) - timeOf(item) <= burstMilliseconds) {
      group.push(item);
      continue;
    }
    const started: [Item, ...Item[]] = [item];
    groups.push(started);
    if (key !== null) latest.set(key, started);
  }
  return groups;
}

import { plural } from './plural.ts';

/** The news that a burst consists of. */
type BurstKind = 'bounces' | 'comments' | 'replies' | 'mentions' | 'approvals';

/** The predicate of a sentence about a burst, such as `bounced 6 versions of 3 songs`. `songs`: their names, each once. */
export function burstPredicate(kind: BurstKind, amount: number, songs: readonly string[]): string {
  const place = songs.length === 1 && songs[0] ? songs[0] : plural(songs.length, 'song');
  switch (kind) {
    case 'bounces':
      return `bounced ${plural(amount, 'version')} of ${place}`;
    case 'comments':
      return `left ${plural(amount, 'comment')} on ${place}`;
    case 'replies':
      return `replied ${amount} times on ${place}`;
    case 'mentions':
      return `mentioned you ${amount} times`;
    case 'approvals':
      return `approved ${plural(amount, 'version')} of ${place}`;
  }
}

/** The title of several notifications that are shown as one; the only one's own title. */
export function groupTitle({
  kind,
  notifications,
  songs,
}: {
  kind: BurstKind | null;
  notifications: readonly [{ title: string; actor?: { name: string } | undefined }, ...unknown[]];
  songs: readonly string[];
}): string {
  const [{ title, actor }] = notifications;
  if (kind === null || !actor || notifications.length === 1) return title;
  return `${actor.name} ${burstPredicate(kind, notifications.length, songs)}`;
}

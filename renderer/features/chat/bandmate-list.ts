import type { KnownBandmate } from '../../../protocol/ipc/known-bandmate.ts';
import type { Conversation } from '../../../protocol/wire/chat.ts';

/** `unknown`: nobody can say it now. `parted`: they share no project any more, and are not to be seen. */
export type ContactPresence = 'online' | 'offline' | 'unknown' | 'parted';

/** Someone to write to. */
export type Contact = { userId: string; name: string; presence: ContactPresence; unread: number };

/**
 * Everyone to write to, by name: who shares a project, and who ever wrote. Sorted by name alone, so that nothing moves
 * when someone comes or goes.
 */
export function contacts(
  bandmates: readonly KnownBandmate[],
  conversations: readonly Conversation[],
  ownUserId: string,
): Contact[] {
  const found = new Map<string, Contact>();
  for (const { userId, name, isOnline } of bandmates)
    found.set(userId, { userId, name, presence: presenceOf(isOnline), unread: 0 });
  for (const conversation of conversations) {
    const other = otherOf(conversation, ownUserId);
    if (!other) continue;
    const known = found.get(other.id) ?? { userId: other.id, name: other.name, presence: 'parted' };
    found.set(other.id, { ...known, unread: conversation.unreadCount });
  }
  found.delete(ownUserId);
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name) || (a.userId < b.userId ? -1 : 1));
}

export function otherOf(conversation: Conversation, ownUserId: string) {
  return conversation.participants.find(({ id }) => id !== ownUserId);
}

function presenceOf(isOnline: boolean | null): ContactPresence {
  if (isOnline === null) return 'unknown';
  return isOnline ? 'online' : 'offline';
}

/** `isReached`: the person themselves is connected. Of others nobody is called offline because the person is. */
export function presenceWords(presence: ContactPresence, isReached: boolean): string {
  switch (presence) {
    case 'online':
    case 'offline':
      return presence;
    case 'unknown':
      return isReached ? 'not known if they are online' : 'can’t be seen while you are offline';
    case 'parted':
      return 'no longer in a project with you';
  }
}

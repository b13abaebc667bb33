import type { Bandmate, Conversation } from '../../../protocol/wire/chat.ts';

/** Someone to write to. `isOnline` is null for who shares no project any more: they are not to be seen. */
export type Contact = { userId: string; name: string; isOnline: boolean | null; unread: number };

/**
 * Everyone to write to, by name: who shares a project, and who ever wrote. Sorted by name alone, so that nothing moves
 * when someone comes or goes.
 */
export function contacts(
  bandmates: readonly Bandmate[],
  conversations: readonly Conversation[],
  ownUserId: string,
): Contact[] {
  const found = new Map<string, Contact>();
  for (const { userId, name, isOnline } of bandmates)
    found.set(userId, { userId, name, isOnline, unread: 0 });
  for (const conversation of conversations) {
    const other = otherOf(conversation, ownUserId);
    if (!other) continue;
    const known = found.get(other.id) ?? { userId: other.id, name: other.name, isOnline: null };
    found.set(other.id, { ...known, unread: conversation.unreadCount });
  }
  found.delete(ownUserId);
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name) || (a.userId < b.userId ? -1 : 1));
}

export function otherOf(conversation: Conversation, ownUserId: string) {
  return conversation.participants.find(({ id }) => id !== ownUserId);
}

export function presenceWords(isOnline: boolean | null): string {
  if (isOnline === null) return 'no longer in a project with you';
  return isOnline ? 'online' : 'offline';
}

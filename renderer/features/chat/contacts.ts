import type { KnownBandmate } from '../../../protocol/ipc/known-bandmate.ts';
import type { Conversation } from '../../../protocol/wire/chat.ts';
import { chatText } from '../../text/chat.ts';

/** `unknown`: the server hasn't said, or can't now. `parted`: they no longer share a project, so presence is hidden. */
export type ContactPresence = 'online' | 'offline' | 'unknown' | 'parted';

/** A person to chat with. */
export type Contact = { userId: string; name: string; presence: ContactPresence; unread: number };

/**
 * Everyone who shares a project with the user, and everyone in a conversation with them. Sorted by name alone, so that
 * nothing moves when someone goes online or offline.
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

/** `isOnline`: whether the user is. While they aren't, other people are unknown rather than offline. */
export function presenceText(presence: ContactPresence, isOnline: boolean): string {
  if (presence === 'unknown' && !isOnline) return chatText.presence.unknownOffline;
  return chatText.presence[presence];
}

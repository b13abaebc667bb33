import { useState } from 'react';
import type { Conversation } from '../../../protocol/wire/chat.ts';
import { dividerAfter, dividerAtOpening, type UnreadDivider } from './unread-divider.ts';

/** The unread divider of the conversation on screen. */
export function useDivider(
  conversation: Conversation | null,
  userId: string,
  isLooking: boolean,
): UnreadDivider {
  const [known, setKnown] = useState<{ conversation: Conversation; divider: UnreadDivider } | null>(null);
  if (!conversation || known?.conversation === conversation) return known?.divider ?? null;
  const divider =
    known?.conversation.id === conversation.id
      ? dividerAfter(known.divider, known.conversation, conversation, userId, isLooking)
      : dividerAtOpening(conversation, userId);
  // Set during rendering, not in an effect: read marks are sent in effects and would remove the unread messages first.
  setKnown({ conversation, divider });
  return divider;
}

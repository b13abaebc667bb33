import { useState } from 'react';
import type { Conversation } from '../../../protocol/wire/chat.ts';
import { dividerAfter, dividerAtOpening, type UnreadDivider } from './unread-divider.ts';

/** The divider of the conversation on screen, from its opening on. */
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
  // Derived while drawing, not after it: read marks follow the drawing, and would take away what the divider is for.
  setKnown({ conversation, divider });
  return divider;
}

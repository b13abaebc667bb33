/** Conversations in which the other one is typing, each with when that ends by itself (milliseconds of Unix time). */
export type Typing = ReadonlyMap<string, number>;

export const noTyping: Typing = new Map();

/** Longer than the 3 s between two signs of one who goes on typing, so that a lost sign changes nothing on screen. */
const typingMilliseconds = 8000;

/** The other one began or stopped. The sign that they stopped may be lost, so a beginning always carries its end. */
export function noteTyping(
  typing: Typing,
  { conversationId, isTyping }: { conversationId: string; isTyping: boolean },
  now: number,
): Typing {
  if (isTyping) return new Map(typing).set(conversationId, now + typingMilliseconds);
  return endTyping(typing, conversationId);
}

/** Their message is there: what they typed is sent. */
export function endTyping(typing: Typing, conversationId: string): Typing {
  if (!typing.has(conversationId)) return typing;
  const rest = new Map(typing);
  rest.delete(conversationId);
  return rest;
}

/** Without those whose time is over. The same object when there are none. */
export function expireTyping(typing: Typing, now: number): Typing {
  const rest = [...typing].filter(([, until]) => until > now);
  return rest.length === typing.size ? typing : new Map(rest);
}

/** When the next one ends; null when nobody types. */
export function nextExpiry(typing: Typing): number | null {
  return typing.size === 0 ? null : Math.min(...typing.values());
}

/** When each typing indicator expires (milliseconds of Unix time), by conversation. */
export type Typing = ReadonlyMap<string, number>;

export const noTyping: Typing = new Map();

/** Longer than the 3 s between two signals, so that one lost signal changes nothing on screen. */
const typingMilliseconds = 8000;

/** The other person started or stopped typing. The stop signal may be lost, so every start expires. */
export function noteTyping(
  typing: Typing,
  { conversationId, isTyping }: { conversationId: string; isTyping: boolean },
  now: number,
): Typing {
  if (isTyping) return new Map(typing).set(conversationId, now + typingMilliseconds);
  return endTyping(typing, conversationId);
}

/** Their message arrived, so they are no longer typing. */
export function endTyping(typing: Typing, conversationId: string): Typing {
  if (!typing.has(conversationId)) return typing;
  const rest = new Map(typing);
  rest.delete(conversationId);
  return rest;
}

/** Removes expired indicators. Returns the same object when none has expired. */
export function expireTyping(typing: Typing, now: number): Typing {
  const rest = [...typing].filter(([, until]) => until > now);
  return rest.length === typing.size ? typing : new Map(rest);
}

/** When the next indicator expires; null when nobody is typing. */
export function nextExpiry(typing: Typing): number | null {
  return typing.size === 0 ? null : Math.min(...typing.values());
}

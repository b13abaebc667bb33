import type { Realtime } from './create-realtime.ts';

/** Others forget typing after six seconds: said again in less, it goes on. */
const repeatMilliseconds = 2_500;

/** Says that the person types, seldom, however many keys they press; and once that they stopped. */
export function createTyping(
  tell: Realtime['tell'],
  now: () => number = Date.now,
): (conversationId: string, isTyping: boolean) => void {
  let said: { conversationId: string; at: number } | null = null;
  return (conversationId, isTyping) => {
    const isSame = said?.conversationId === conversationId;
    if (!isTyping) {
      if (!isSame) return;
      said = null;
    } else {
      if (said && isSame && now() - said.at < repeatMilliseconds) return;
      said = { conversationId, at: now() };
    }
    tell('chat:typing', { conversationId, isTyping });
  };
}

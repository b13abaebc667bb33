import type { Clock } from '../../common/clock.ts';
import type { Connection } from './connection.ts';

/** Other clients forget typing after six seconds, so it is repeated sooner. */
const repeatMilliseconds = 2_500;

/** Signals that the person types: now and then, however many keys they press, and once when they stop. */
export function createTyping(
  send: Connection['send'],
  clock: Pick<Clock, 'monotonic'>,
): (conversationId: string, isTyping: boolean) => void {
  let sent: { conversationId: string; at: number } | null = null;
  return (conversationId, isTyping) => {
    const isSame = sent?.conversationId === conversationId;
    if (!isTyping) {
      if (!isSame) return;
      sent = null;
    } else {
      if (sent && isSame && clock.monotonic() - sent.at < repeatMilliseconds) return;
      sent = { conversationId, at: clock.monotonic() };
    }
    send('chat:typing', { conversationId, isTyping });
  };
}

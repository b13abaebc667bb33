import type { Clock } from '../../common/clock.ts';
import type { Connection } from './connection.ts';

/** Other clients forget typing after six seconds, so it is repeated sooner. */
const repeatMilliseconds = 2_500;

/** Sends that the person types, however many keys they press only now and then, and once that they stopped. */
export function createTyping(
  send: Connection['send'],
  clock: Pick<Clock, 'now'>,
): (conversationId: string, isTyping: boolean) => void {
  let sent: { conversationId: string; at: number } | null = null;
  return (conversationId, isTyping) => {
    const isSame = sent?.conversationId === conversationId;
    if (!isTyping) {
      if (!isSame) return;
      sent = null;
    } else {
      if (sent && isSame && clock.now() - sent.at < repeatMilliseconds) return;
      sent = { conversationId, at: clock.now() };
    }
    send('chat:typing', { conversationId, isTyping });
  };
}

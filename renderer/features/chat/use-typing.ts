import { useEffect, useMemo, useState } from 'react';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useSession } from '../../platform/session-context.tsx';
import { useSocket } from '../../platform/socket-context.tsx';
import { endTyping, expireTyping, nextExpiry, noTyping, noteTyping, type Typing } from './typing.ts';
import { createTypingSignal, type TypingSignal } from './typing-signal.ts';

/** Whether the other person in the conversation is typing. */
export function useTyping(conversationId: string | null): boolean {
  const socket = useSocket();
  const { account } = useSession();
  const [typing, setTyping] = useState<Typing>(noTyping);

  useEffect(() => {
    const stops = [
      socket.on('chat:typing', ({ payload }) => setTyping((known) => noteTyping(known, payload, Date.now()))),
      socket.on('chat:message', ({ payload: { conversationId: id, sender } }) => {
        if (sender.id !== account.id) setTyping((known) => endTyping(known, id));
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [socket, account.id]);

  useEffect(() => {
    const next = nextExpiry(typing);
    if (next === null) return;
    const timer = setTimeout(() => setTyping((known) => expireTyping(known, Date.now())), next - Date.now());
    return () => clearTimeout(timer);
  }, [typing]);

  return conversationId !== null && typing.has(conversationId);
}

/** Signals to the other person that the user is typing. */
export function useTypingSignal(conversationId: string | null): TypingSignal {
  const bridge = useBridge();
  const signal = useMemo(
    () =>
      createTypingSignal((isTyping) => {
        // A lost typing signal does no harm, so failures are ignored.
        if (conversationId) void bridge.invoke('chat.typing', { conversationId, isTyping });
      }, Date.now),
    [bridge, conversationId],
  );
  useEffect(() => () => signal.stop(), [signal]);
  return signal;
}

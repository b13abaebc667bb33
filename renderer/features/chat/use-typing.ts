import { useEffect, useState } from 'react';
import { useSession } from '../../platform/session-context.tsx';
import { useSocket } from '../../platform/socket-context.tsx';
import { endTyping, expireTyping, nextExpiry, noTyping, noteTyping, type Typing } from './typing.ts';

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

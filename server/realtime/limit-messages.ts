import type { Logger } from 'pino';
import type { Socket } from 'socket.io';
import { failure } from '../failure.ts';
import type { MessageLimits } from './message-limits.ts';

const tooMany = failure('rate-limited', 'Too many messages. Slow down, or the connection is closed.');

/** Answers the messages of a socket that sends too many with a refusal, and disconnects it if it goes on. */
export function limitMessages(socket: Socket, limit: ReturnType<MessageLimits['open']>, log: Logger): void {
  socket.use((received, next) => {
    const verdict = limit.next();
    if (verdict === 'take') return next();
    const acknowledge: unknown = received.at(-1);
    if (typeof acknowledge === 'function') acknowledge(tooMany);
    if (verdict !== 'disconnect' || !socket.connected) return;
    log.warn({ reason: tooMany.message }, 'A socket was disconnected');
    socket.disconnect(true);
  });
  socket.on('disconnect', limit.close);
}

import type { Logger } from 'pino';
import type { Socket } from 'socket.io';
import { failure } from '../failure.ts';
import type { MessageLimits } from './message-limits.ts';
import { sessionOf } from './session-sockets.ts';

/**
 * Some of the events that clients send. One object serves all sockets: listeners of each socket for each event would be a
 * quarter of the heap that a connection takes.
 */
export type ClientEvents = {
  /** By the event's name. The answer becomes the acknowledgement, if one was asked for. */
  answers: Record<string, (socket: Socket, input: unknown) => Promise<unknown>>;
  /** The socket has disconnected. */
  gone?(socket: Socket): void;
};

const tooMany = failure('rate-limited', 'Too many messages. Slow down, or the connection is closed.');

/**
 * Lets each socket send these events. A client may send any number of arguments of any type: the first is the input. One
 * that sends too many events is refused, and disconnected if it goes on.
 */
export function createClientEvents(
  all: ClientEvents[],
  { limits, log }: { limits: MessageLimits; log: Logger },
): (socket: Socket) => void {
  const answers = new Map(all.flatMap((events) => Object.entries(events.answers)));

  function answer(socket: Socket, name: string, received: readonly unknown[]): void {
    const acknowledge = received.find((argument) => typeof argument === 'function');
    answers
      .get(name)?.(socket, received[0])
      .then(
        (answer) => acknowledge?.(answer),
        (error) => {
          log.error({ err: error }, 'A client’s event failed');
          acknowledge?.(failure('internal', 'Something went wrong on the server.'));
        },
      );
  }

  function refuse(socket: Socket, received: readonly unknown[], isLast: boolean): void {
    const acknowledge = received.at(-1);
    if (typeof acknowledge === 'function') acknowledge(tooMany);
    if (!isLast || !socket.connected) return;
    log.warn({ reason: tooMany.message }, 'A socket was disconnected');
    socket.disconnect(true);
  }

  return (socket) => {
    const limit = limits.open(sessionOf(socket).account.id);
    socket.onAny((name: string, ...received: unknown[]) => {
      const verdict = limit.next();
      if (verdict === 'take') answer(socket, name, received);
      else refuse(socket, received, verdict === 'disconnect');
    });
    socket.on('disconnect', () => {
      limit.close();
      for (const { gone } of all) gone?.(socket);
    });
  };
}

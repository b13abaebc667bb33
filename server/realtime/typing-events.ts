import type { Logger } from 'pino';
import type { Socket } from 'socket.io';
import { sendTypingSchema } from '../../protocol/wire/room.ts';
import { parseInput } from '../failure.ts';
import { acknowledged } from './acknowledged.ts';
import type { Typist } from './typing.ts';

/**
 * `chat:typing` of one socket. The acknowledgement only means that the input was understood, not that anyone was sent
 * anything: so it doesn't reveal which conversations exist.
 */
export function handleTypingEvents(socket: Socket, typist: Typist, log: Logger): void {
  socket.on(
    'chat:typing',
    acknowledged(log, async (input) => {
      const parsed = parseInput(sendTypingSchema, input);
      if (!parsed.ok) return parsed;
      typist.signal(parsed.data.conversationId, parsed.data.isTyping);
      return { ok: true };
    }),
  );
  socket.on('disconnect', typist.end);
}

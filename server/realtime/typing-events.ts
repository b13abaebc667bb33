import type { Logger } from 'pino';
import type { Socket } from 'socket.io';
import { sendTypingSchema } from '../../protocol/wire/room.ts';
import { parseInput } from '../failure.ts';
import { answering } from './answering.ts';
import type { Typist } from './typing.ts';

/**
 * `chat:typing` of one socket. An acknowledgement says that it was understood, not whether anyone is told: so it
 * doesn't leak which conversations there are.
 */
export function handleTypingEvents(socket: Socket, typist: Typist, log: Logger): void {
  socket.on(
    'chat:typing',
    answering(log, async (input) => {
      const parsed = parseInput(sendTypingSchema, input);
      if (!parsed.ok) return parsed;
      typist.say(parsed.data.conversationId, parsed.data.isTyping);
      return { ok: true };
    }),
  );
  socket.on('disconnect', typist.end);
}

import { sendTypingSchema } from '../../protocol/wire/room.ts';
import { parseInput } from '../failure.ts';
import type { ClientEvents } from './client-events.ts';
import { sessionOf } from './session-sockets.ts';
import type { Typist } from './typing.ts';

/**
 * `chat:typing`. The acknowledgement only means that the input was understood, not that anyone was sent anything: so it
 * doesn't reveal which conversations exist.
 */
export function typingEvents(createTypist: (userId: string) => Typist): ClientEvents {
  /** Of the sockets that have typed, by id. */
  const typists = new Map<string, Typist>();
  return {
    answers: {
      async 'chat:typing'(socket, input) {
        const parsed = parseInput(sendTypingSchema, input);
        if (!parsed.ok) return parsed;
        const typist = typists.get(socket.id) ?? createTypist(sessionOf(socket).account.id);
        typists.set(socket.id, typist);
        typist.signal(parsed.data.conversationId, parsed.data.isTyping);
        return { ok: true };
      },
    },
    gone({ id }) {
      typists.get(id)?.end();
      typists.delete(id);
    },
  };
}

import type { Kysely } from 'kysely';
import type { Socket } from 'socket.io';
import type { Database } from '../db/schema.ts';
import type { Delivery } from '../nodes/delivery.ts';
import type { ClientEvents } from './client-events.ts';
import { answerHello, joinProject, leaveProject, type RoomMember } from './room-member.ts';
import { sessionOf } from './session-sockets.ts';

/** `hello`, `join:project` and `leave:project`. */
export function roomEvents(parts: { db: Kysely<Database>; delivery: Delivery }): ClientEvents {
  const memberOf = (socket: Socket): RoomMember => ({
    isConnected: () => socket.connected,
    enter: (room) => socket.join(room),
    leave: (room) => socket.leave(room),
  });
  return {
    answers: {
      hello: () => answerHello(parts),
      'join:project': (socket, input) =>
        joinProject(parts, sessionOf(socket).account.id, memberOf(socket), input),
      'leave:project': (socket, input) => leaveProject(parts, memberOf(socket), input),
    },
  };
}

import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Socket } from 'socket.io';
import type { Database } from '../db/schema.ts';
import type { Delivery } from '../nodes/delivery.ts';
import { acknowledged } from './acknowledged.ts';
import { answerHello, joinProject, leaveProject, type RoomMember } from './room-member.ts';

/** `hello`, `join:project` and `leave:project` of one socket. */
export function handleRoomEvents(
  socket: Socket,
  userId: string,
  parts: { db: Kysely<Database>; delivery: Delivery; log: Logger },
): void {
  const member: RoomMember = {
    isConnected: () => socket.connected,
    enter: (room) => socket.join(room),
    leave: (room) => socket.leave(room),
  };
  socket.on(
    'hello',
    acknowledged(parts.log, () => answerHello(parts)),
  );
  socket.on(
    'join:project',
    acknowledged(parts.log, (input) => joinProject(parts, userId, member, input)),
  );
  socket.on(
    'leave:project',
    acknowledged(parts.log, (input) => leaveProject(parts, member, input)),
  );
}

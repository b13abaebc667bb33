import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Socket } from 'socket.io';
import { type JoinAnswer, joinProjectSchema, leaveProjectSchema } from '../../protocol/wire/room.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import type { Lane } from '../commands/lane.ts';
import type { Database } from '../db/schema.ts';
import { readRole } from '../entities/member.ts';
import { readEpoch, readHead } from '../events/log.ts';
import { failure, parseInput } from '../failure.ts';
import { answering } from './answering.ts';
import { projectRoom } from './rooms.ts';

/**
 * `join:project` and `leave:project` of one socket. Both go through the lane of changes: so the head that a join
 * answers is exactly the point from which the socket hears, a removal can't overtake a join, and a join followed
 * by a leave ends outside.
 */
export function handleRoomEvents(
  socket: Socket,
  userId: string,
  parts: { db: Kysely<Database>; lane: Lane; log: Logger },
): void {
  const { db, lane } = parts;

  async function join(input: unknown): Promise<JoinAnswer> {
    const parsed = parseInput(joinProjectSchema, input);
    if (!parsed.ok) return parsed;
    const { projectId } = parsed.data;
    return lane.run(async () => {
      const role = await readRole(db, projectId, userId);
      if (!role) return failure('not-found', 'There is no such project.');
      const head = await readHead(db, projectTopic(projectId));
      const epoch = await readEpoch(db);
      // A socket that has gone in the meantime would stay in the room for ever.
      if (socket.connected) await socket.join(projectRoom(projectId));
      return { ok: true, epoch, head };
    });
  }

  async function leave(input: unknown): Promise<JoinAnswer | { ok: true }> {
    const parsed = parseInput(leaveProjectSchema, input);
    if (!parsed.ok) return parsed;
    return lane.run(async () => {
      await socket.leave(projectRoom(parsed.data.projectId));
      return { ok: true };
    });
  }

  socket.on('join:project', answering(parts.log, join));
  socket.on('leave:project', answering(parts.log, leave));
}

import type { Kysely } from 'kysely';
import { type JoinAnswer, joinProjectSchema, leaveProjectSchema } from '../../protocol/wire/room.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import type { Lane } from '../commands/lane.ts';
import type { Database } from '../db/schema.ts';
import { readRole } from '../entities/member.ts';
import { readEpoch, readHead } from '../events/log.ts';
import { failure, parseInput } from '../failure.ts';
import { projectRoom } from './rooms.ts';

/** A socket that takes a seat in a project's room, or gives it up. */
export type Seat = {
  isConnected(): boolean;
  enter(room: string): void | Promise<void>;
  leave(room: string): void | Promise<void>;
};

type Parts = { db: Kysely<Database>; lane: Lane };

/**
 * `join:project` and `leave:project`. Both go through the lane of changes: so the head that a join answers is exactly
 * the point from which the socket hears, a removal can't overtake a join, and a join followed by a leave ends outside.
 */
export async function joinProject(
  { db, lane }: Parts,
  userId: string,
  seat: Seat,
  input: unknown,
): Promise<JoinAnswer> {
  const parsed = parseInput(joinProjectSchema, input);
  if (!parsed.ok) return parsed;
  const { projectId } = parsed.data;
  return lane.run(async () => {
    const role = await readRole(db, projectId, userId);
    if (!role) return failure('not-found', 'There is no such project.');
    const head = await readHead(db, projectTopic(projectId));
    const epoch = await readEpoch(db);
    // A socket that has gone in the meantime would stay in the room for ever.
    if (seat.isConnected()) await seat.enter(projectRoom(projectId));
    return { ok: true, epoch, head };
  });
}

export async function leaveProject(
  { lane }: Parts,
  seat: Seat,
  input: unknown,
): Promise<JoinAnswer | { ok: true }> {
  const parsed = parseInput(leaveProjectSchema, input);
  if (!parsed.ok) return parsed;
  return lane.run(async () => {
    await seat.leave(projectRoom(parsed.data.projectId));
    return { ok: true };
  });
}

import type { Kysely } from 'kysely';
import type { SerialQueue } from '../../common/serial-queue.ts';
import {
  type HelloAnswer,
  type JoinAnswer,
  joinProjectSchema,
  leaveProjectSchema,
} from '../../protocol/wire/room.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import { protocolVersion } from '../../protocol/wire/version.ts';
import type { Database } from '../db/schema.ts';
import { readRole } from '../entities/member.ts';
import { readEpoch, readHead } from '../events/log.ts';
import { failure, parseInput } from '../failure.ts';
import { projectRoom } from './rooms.ts';

/** A socket that enters and leaves the rooms of projects. */
export type RoomMember = {
  isConnected(): boolean;
  enter(room: string): void | Promise<void>;
  leave(room: string): void | Promise<void>;
};

type Parts = { db: Kysely<Database>; queue: SerialQueue };

/**
 * `join:project`, `leave:project` and `hello` all go through the queue of changes. So the head that a join answers is
 * exactly the point from which the socket hears, a removal can't overtake a join, a join followed by a leave ends
 * outside, and whoever has the answer to a `hello` has all pokes before it.
 */
export async function joinProject(
  { db, queue }: Parts,
  userId: string,
  member: RoomMember,
  input: unknown,
): Promise<JoinAnswer> {
  const parsed = parseInput(joinProjectSchema, input);
  if (!parsed.ok) return parsed;
  const { projectId } = parsed.data;
  return queue.run(async () => {
    const role = await readRole(db, projectId, userId);
    if (!role) return failure('not-found', 'There is no such project.');
    const head = await readHead(db, projectTopic(projectId));
    const epoch = await readEpoch(db);
    // A socket that has disconnected in the meantime would stay in the room forever.
    if (member.isConnected()) await member.enter(projectRoom(projectId));
    return { ok: true, epoch, head };
  });
}

export async function leaveProject(
  { queue }: Parts,
  member: RoomMember,
  input: unknown,
): Promise<JoinAnswer | { ok: true }> {
  const parsed = parseInput(leaveProjectSchema, input);
  if (!parsed.ok) return parsed;
  return queue.run(async () => {
    await member.leave(projectRoom(parsed.data.projectId));
    return { ok: true };
  });
}

/** `hello` says nothing yet, so anything is taken: a later client may send more. */
export function answerHello({ db, queue }: Parts): Promise<HelloAnswer> {
  return queue.run(async () => ({ ok: true, epoch: await readEpoch(db), protocolVersion }));
}

import type { Kysely } from 'kysely';
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
import { readEpoch } from '../events/log.ts';
import { failure, parseInput } from '../failure.ts';
import type { Delivery } from '../nodes/delivery.ts';
import { projectRoom } from './rooms.ts';

/** A socket that enters and leaves the rooms of projects. */
export type RoomMember = {
  isConnected(): boolean;
  enter(room: string): void | Promise<void>;
  leave(room: string): void | Promise<void>;
};

type Parts = { db: Kysely<Database>; delivery: Delivery };

/**
 * `join:project`, `leave:project` and `hello` all wait their turn among what is sent. So the head that a join answers is
 * exactly the point from which the socket hears, a removal can't overtake a join, a join followed by a leave ends
 * outside, and whoever has the answer to a `hello` has all pokes before it.
 */
export async function joinProject(
  { db, delivery }: Parts,
  userId: string,
  member: RoomMember,
  input: unknown,
): Promise<JoinAnswer> {
  const parsed = parseInput(joinProjectSchema, input);
  if (!parsed.ok) return parsed;
  const { projectId } = parsed.data;
  return delivery.enter(projectTopic(projectId), async (head) => {
    // Read after the head: a removal that is committed since is behind it, and will be sent.
    const role = await readRole(db, projectId, userId);
    if (!role) return failure('not-found', 'There is no such project.');
    const epoch = await readEpoch(db);
    // A socket that has disconnected in the meantime would stay in the room forever.
    if (member.isConnected()) await member.enter(projectRoom(projectId));
    return { ok: true, epoch, head };
  });
}

export async function leaveProject(
  { delivery }: Pick<Parts, 'delivery'>,
  member: RoomMember,
  input: unknown,
): Promise<JoinAnswer | { ok: true }> {
  const parsed = parseInput(leaveProjectSchema, input);
  if (!parsed.ok) return parsed;
  return delivery.run(async () => {
    await member.leave(projectRoom(parsed.data.projectId));
    return { ok: true };
  });
}

/** `hello` says nothing yet, so anything is taken: a later client may send more. */
export function answerHello({ db, delivery }: Parts): Promise<HelloAnswer> {
  return delivery.run(async () => ({ ok: true, epoch: await readEpoch(db), protocolVersion }));
}

import type { Kysely } from 'kysely';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import { newestRoomMessages, type RoomMessage } from '../../protocol/wire/room-message.ts';
import type { Database } from '../db/schema.ts';

/** The last `limit` messages of a project's room, or of those before a moment (ISO 8601), oldest first. */
export async function readRoomMessages(
  db: Kysely<Database>,
  projectId: string,
  { before, limit }: { before?: string | undefined; limit: number },
): Promise<RoomMessage[]> {
  const rows = await db
    .selectFrom('roomMessage')
    .innerJoin('user', 'user.id', 'roomMessage.senderId')
    .selectAll('roomMessage')
    .select(['user.name as senderName', 'user.image as senderImage'])
    .where('roomMessage.projectId', '=', projectId)
    .$if(before !== undefined, (query) => query.where('roomMessage.createdAt', '<', before ?? ''))
    .orderBy('roomMessage.createdAt', 'desc')
    .limit(limit)
    .execute();
  return rows.reverse().map((row) => ({
    id: row.id,
    projectId,
    sender: { id: row.senderId, name: row.senderName, avatarUrl: row.senderImage },
    text: row.text,
    ...(row.mentions !== null && { mentions: JSON.parse(row.mentions) }),
    createdAt: row.createdAt,
  }));
}

/** The room as a snapshot has it: without the field if nothing was written. */
export async function readRoom(
  db: Kysely<Database>,
  projectId: string,
): Promise<Pick<ProjectSnapshot, 'room'>> {
  const newest = await readRoomMessages(db, projectId, { limit: newestRoomMessages + 1 });
  if (newest.length === 0) return {};
  const hasEarlier = newest.length > newestRoomMessages;
  return { room: { messages: newest.slice(-newestRoomMessages), hasEarlier } };
}

/** When that message was written; undefined if it isn't in the room. */
export async function readRoomMoment(
  db: Kysely<Database>,
  projectId: string,
  messageId: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('roomMessage')
    .select('createdAt')
    .where('id', '=', messageId)
    .where('projectId', '=', projectId)
    .executeTakeFirst();
  return row?.createdAt;
}

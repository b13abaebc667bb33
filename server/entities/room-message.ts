import type { Kysely } from 'kysely';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import { newestRoomMessages, type RoomMessage } from '../../protocol/wire/room-message.ts';
import type { Database } from '../db/schema.ts';
import { groupReactions } from './reactions.ts';

/** The last `limit` messages of a project's room, or of those before a moment (ISO 8601), oldest first. */
export async function readRoomMessages(
  db: Kysely<Database>,
  projectId: string,
  { before, limit }: { before?: string | undefined; limit: number },
): Promise<RoomMessage[]> {
  const rows = await messages(db)
    .where('roomMessage.projectId', '=', projectId)
    .$if(before !== undefined, (query) => query.where('roomMessage.createdAt', '<', before ?? ''))
    .orderBy('roomMessage.createdAt', 'desc')
    .limit(limit)
    .execute();
  return toMessages(db, rows.reverse());
}

/** That message, if it is in the project's room. */
export async function readRoomMessage(
  db: Kysely<Database>,
  projectId: string,
  id: string,
): Promise<RoomMessage | undefined> {
  const rows = await messages(db)
    .where('roomMessage.id', '=', id)
    .where('roomMessage.projectId', '=', projectId)
    .execute();
  return (await toMessages(db, rows))[0];
}

const messages = (db: Kysely<Database>) =>
  db
    .selectFrom('roomMessage')
    .innerJoin('user', 'user.id', 'roomMessage.senderId')
    .selectAll('roomMessage')
    .select(['user.name as senderName', 'user.image as senderImage']);

type Row = Awaited<ReturnType<ReturnType<typeof messages>['execute']>>[number];

async function toMessages(db: Kysely<Database>, rows: readonly Row[]): Promise<RoomMessage[]> {
  if (rows.length === 0) return [];
  const given = await db
    .selectFrom('roomReaction')
    .select(['messageId as ofId', 'userId', 'reaction'])
    .where(
      'messageId',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('createdAt')
    .orderBy('userId')
    .orderBy('reaction')
    .execute();
  const reactions = groupReactions(given);
  return rows.map((row) => ({
    id: row.id,
    projectId: row.projectId,
    sender: { id: row.senderId, name: row.senderName, avatarUrl: row.senderImage },
    text: row.text,
    ...(row.mentions !== null && { mentions: JSON.parse(row.mentions) }),
    createdAt: row.createdAt,
    ...(reactions.has(row.id) && { reactions: reactions.get(row.id) }),
    ...(row.point !== null && { point: JSON.parse(row.point) }),
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

import type { Kysely } from 'kysely';
import type { Message, ReadPosition } from '../../protocol/wire/chat.ts';
import type { Database } from '../db/schema.ts';

/**
 * The last `limit` messages of a conversation, or of those before a moment (ISO 8601), oldest first. With a reader: those
 * that this participant sees.
 */
export async function readMessages(
  db: Kysely<Database>,
  conversationId: string,
  { before, limit, readerId }: { before?: string; limit: number; readerId?: string },
): Promise<Message[]> {
  const rows = await db
    .selectFrom('message')
    .innerJoin('user', 'user.id', 'message.senderId')
    .selectAll('message')
    .select(['user.name as senderName', 'user.image as senderImage'])
    .where('message.conversationId', '=', conversationId)
    .$if(before !== undefined, (query) => query.where('message.createdAt', '<', before ?? ''))
    .$if(readerId !== undefined, (query) =>
      query.where((eb) => eb.or([eb('isHidden', '=', 0), eb('senderId', '=', readerId ?? '')])),
    )
    .orderBy('message.createdAt', 'desc')
    .limit(limit)
    .execute();
  return rows.reverse().map((row) => ({
    id: row.id,
    conversationId,
    sender: { id: row.senderId, name: row.senderName, avatarUrl: row.senderImage },
    text: row.text,
    createdAt: row.createdAt,
  }));
}

/** When that message was written; undefined if it isn't in the conversation. */
export async function readMoment(
  db: Kysely<Database>,
  conversationId: string,
  messageId: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('message')
    .select('createdAt')
    .where('id', '=', messageId)
    .where('conversationId', '=', conversationId)
    .executeTakeFirst();
  return row?.createdAt;
}

/** How far each participant has read; without those who have read nothing. */
export async function readPositions(db: Kysely<Database>, conversationId: string): Promise<ReadPosition[]> {
  return db
    .selectFrom('readPosition')
    .select(['userId', 'messageId', 'upTo'])
    .where('conversationId', '=', conversationId)
    .orderBy('userId')
    .execute();
}

/** How many messages that this user sees the other participant wrote after `after` and up to `until` (ISO 8601; undefined = no limit). */
export async function countUnread(
  db: Kysely<Database>,
  conversationId: string,
  userId: string,
  after: string | undefined,
  until?: string,
): Promise<number> {
  const { count } = await db
    .selectFrom('message')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('conversationId', '=', conversationId)
    .where('senderId', '!=', userId)
    .where('isHidden', '=', 0)
    .$if(after !== undefined, (query) => query.where('createdAt', '>', after ?? ''))
    .$if(until !== undefined, (query) => query.where('createdAt', '<=', until ?? ''))
    .executeTakeFirstOrThrow();
  return count;
}

import type { Kysely } from 'kysely';
import { byActivity } from '../../protocol/state/chat-state.ts';
import type { Conversation } from '../../protocol/wire/chat.ts';
import { userTopic } from '../../protocol/wire/topic.ts';
import { hasBlocked } from '../blocks/blocks.ts';
import type { Database } from '../db/schema.ts';
import { readHead } from '../events/log.ts';
import { shareProject } from './bandmate.ts';
import { countUnread, readMessages, readPositions } from './message.ts';

/** The two participants as the table stores them: in a fixed order, so that each pair has one row. */
export function pairOf(
  userId: string,
  otherId: string,
): Pick<Database['conversation'], 'firstUserId' | 'secondUserId'> {
  const [firstUserId, secondUserId] = userId < otherId ? [userId, otherId] : [otherId, userId];
  return { firstUserId, secondUserId };
}

/** The other participant; undefined if there is no such conversation or the user isn't in it. */
export async function readOtherId(
  db: Kysely<Database>,
  conversationId: string,
  userId: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('conversation')
    .select(['firstUserId', 'secondUserId'])
    .where('id', '=', conversationId)
    .executeTakeFirst();
  if (row?.firstUserId === userId) return row.secondUserId;
  return row?.secondUserId === userId ? row.firstUserId : undefined;
}

/**
 * A user's conversations, the most recently used first, or the one of that id. Makes several queries: pass a transaction,
 * or they may not match.
 */
export async function readConversations(
  db: Kysely<Database>,
  userId: string,
  id?: string,
): Promise<Conversation[]> {
  const rows = await db
    .selectFrom('conversation')
    .innerJoin('user as first', 'first.id', 'conversation.firstUserId')
    .innerJoin('user as second', 'second.id', 'conversation.secondUserId')
    .selectAll('conversation')
    .select(['first.name as firstName', 'first.image as firstImage'])
    .select(['second.name as secondName', 'second.image as secondImage'])
    .where((eb) =>
      eb.or([eb('conversation.firstUserId', '=', userId), eb('conversation.secondUserId', '=', userId)]),
    )
    .$if(id !== undefined, (query) => query.where('conversation.id', '=', id ?? ''))
    .execute();
  const seq = await readHead(db, userTopic(userId));
  const conversations: Conversation[] = [];
  for (const row of rows) {
    const lastMessage = (await readMessages(db, row.id, { limit: 1, readerId: userId }))[0] ?? null;
    if (id === undefined && lastMessage === null && (await isKeptOut(db, row, userId))) continue;
    const readBy = await readPositions(db, row.id);
    const own = readBy.find((position) => position.userId === userId);
    conversations.push({
      id: row.id,
      participants: [
        { id: row.firstUserId, name: row.firstName, avatarUrl: row.firstImage },
        { id: row.secondUserId, name: row.secondName, avatarUrl: row.secondImage },
      ],
      unreadCount: await countUnread(db, row.id, userId, own?.upTo),
      lastMessage,
      readBy,
      canSend: await shareProject(db, row.firstUserId, row.secondUserId),
      createdAt: row.createdAt,
      seq,
    });
  }
  return byActivity(conversations);
}

/** An empty conversation that stays out of the list: its other person is blocked, or was when they wrote. */
async function isKeptOut(
  db: Kysely<Database>,
  { id, firstUserId, secondUserId }: Database['conversation'],
  userId: string,
): Promise<boolean> {
  const otherId = firstUserId === userId ? secondUserId : firstUserId;
  return (await hasBlocked(db, userId, otherId)) || (await readMessages(db, id, { limit: 1 })).length > 0;
}

export async function readConversation(
  db: Kysely<Database>,
  userId: string,
  id: string,
): Promise<Conversation | undefined> {
  return (await readConversations(db, userId, id))[0];
}

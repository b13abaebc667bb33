import type { Transaction } from 'kysely';
import type { Message } from '../../protocol/wire/chat.ts';
import { userTopic } from '../../protocol/wire/topic.ts';
import type { Database } from '../db/schema.ts';
import { shareProject } from '../entities/bandmate.ts';
import { readOtherId } from '../entities/conversation.ts';
import { readMessages } from '../entities/message.ts';
import { failure } from '../failure.ts';
import { notFound } from './access.ts';
import { openConversation } from './conversation-open.ts';
import type { Handler, TopicEvent } from './handler.ts';

/** More than people type, less than a runaway program sends. */
const maximumPerMinute = 120;

/** People who no longer share a project can still read, but not write: checked for each message. */
export const handleMessageSend: Handler<'message.send'> = async (context, payload) => {
  const { tx, actor, now } = context;
  const { id, userId, text } = payload;
  const opened =
    userId === undefined ? null : await openConversation(context, userId, payload.conversationId);
  if (opened && !opened.ok) return opened;
  const conversationId = opened?.data ?? payload.conversationId;
  const otherId = await readOtherId(tx, conversationId, actor.id);
  if (otherId === undefined) return notFound('conversation');
  if (!(await shareProject(tx, actor.id, otherId))) {
    return failure(
      'forbidden',
      'You no longer share a project with this person, so you can’t write to them.',
    );
  }
  if ((await countRecentlySent(tx, actor.id, now)) >= maximumPerMinute) {
    return failure('rate-limited', 'Too many messages at once. Wait a minute.');
  }
  const createdAt = await nextMoment(tx, conversationId, now);
  const made = await tx
    .insertInto('message')
    .values({ id, conversationId, senderId: actor.id, text, createdAt })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 0n) return failure('conflict', 'id: This id is already in use.');
  const sender = { id: actor.id, name: actor.name, avatarUrl: actor.avatarUrl };
  const message: Message = { id, conversationId, sender, text, createdAt };
  const events = [otherId, actor.id].map(
    (userId): TopicEvent => ({
      topic: userTopic(userId),
      event: { name: 'chat:message', payload: message },
    }),
  );
  return { ok: true, result: message, events };
};

async function countRecentlySent(tx: Transaction<Database>, senderId: string, now: string): Promise<number> {
  const at = (difference: number) => new Date(Date.parse(now) + difference).toISOString();
  const { count } = await tx
    .selectFrom('message')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('senderId', '=', senderId)
    .where('createdAt', '>', at(-60_000))
    // Many at once run ahead by milliseconds (`nextMoment`). Anything later is from before the clock was set back.
    .where('createdAt', '<', at(60_000))
    .executeTakeFirstOrThrow();
  return count;
}

/** Now, or a millisecond after the last message: their times are their order, even if the clock was set back. */
async function nextMoment(tx: Transaction<Database>, conversationId: string, now: string): Promise<string> {
  const [last] = await readMessages(tx, conversationId, { limit: 1 });
  if (!last || last.createdAt < now) return now;
  return new Date(Date.parse(last.createdAt) + 1).toISOString();
}

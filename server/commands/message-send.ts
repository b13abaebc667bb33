import type { Message } from '../../protocol/wire/chat.ts';
import { userTopic } from '../../protocol/wire/topic.ts';
import { hasBlocked } from '../blocks/blocks.ts';
import { shareProject } from '../entities/bandmate.ts';
import { readOtherId } from '../entities/conversation.ts';
import { readMessages } from '../entities/message.ts';
import { failure } from '../failure.ts';
import { notFound } from './access.ts';
import { openConversation } from './conversation-open.ts';
import type { Handler, TopicEvent } from './handler.ts';
import { isSendingTooMuch, momentAfter } from './message-pace.ts';

/**
 * People who no longer share a project can still read, but not write: checked for each message. Somebody who blocked the
 * sender never gets it, of which the sender sees nothing.
 */
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
  if (await isSendingTooMuch(tx, 'message', actor.id, now)) {
    return failure('rate-limited', 'Too many messages at once. Wait a minute.');
  }
  const isHidden = await hasBlocked(tx, otherId, actor.id);
  const [last] = await readMessages(tx, conversationId, { limit: 1 });
  const createdAt = momentAfter(last?.createdAt, now);
  const made = await tx
    .insertInto('message')
    .values({ id, conversationId, senderId: actor.id, text, createdAt, isHidden: isHidden ? 1 : 0 })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 0n) return failure('conflict', 'id: This id is already in use.');
  const sender = { id: actor.id, name: actor.name, avatarUrl: actor.avatarUrl };
  const message: Message = { id, conversationId, sender, text, createdAt };
  const events = (isHidden ? [actor.id] : [otherId, actor.id]).map(
    (userId): TopicEvent => ({
      topic: userTopic(userId),
      event: { name: 'chat:message', payload: message },
    }),
  );
  return { ok: true, result: message, events };
};

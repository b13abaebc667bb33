import { userTopic } from '../../protocol/wire/topic.ts';
import { readConversation, readOtherId } from '../entities/conversation.ts';
import { countUnread, readMessages, readMoment } from '../entities/message.ts';
import { notFound } from './access.ts';
import type { Handler, TopicEvent } from './handler.ts';

/**
 * Moves the reader's read mark forward if that reads any message of the other participant. If none is left unread, the
 * mark moves to the last message, and both are sent `chat:read`: it only names the reader, so it must mean that
 * everything was read. The other one isn't sent it if they wrote more that the reader doesn't see.
 */
export const handleConversationRead: Handler<'conversation.read'> = async (context, payload) => {
  const { tx, actor } = context;
  const { conversationId, upTo } = payload;
  const otherId = await readOtherId(tx, conversationId, actor.id);
  const conversation = await readConversation(tx, actor.id, conversationId);
  if (otherId === undefined || !conversation) return notFound('conversation');
  const last = conversation.lastMessage;
  const moment = upTo === undefined ? last?.createdAt : await readMoment(tx, conversationId, upTo);
  if (upTo !== undefined && moment === undefined) return notFound('message');
  const mark = conversation.readBy.find(({ userId }) => userId === actor.id);
  const isNews =
    moment !== undefined && (await countUnread(tx, conversationId, actor.id, mark?.upTo, moment)) > 0;
  if (!isNews || !last) return { ok: true, result: conversation, events: [] };

  const isAll = (await countUnread(tx, conversationId, actor.id, moment)) === 0;
  const reached = isAll
    ? { messageId: last.id, upTo: last.createdAt }
    : { messageId: upTo ?? last.id, upTo: moment };
  await tx
    .insertInto('readPosition')
    .values({ conversationId, userId: actor.id, ...reached })
    .onConflict((conflict) => conflict.columns(['conversationId', 'userId']).doUpdateSet(reached))
    .execute();
  const [newest] = await readMessages(tx, conversationId, { limit: 1 });
  const events = (newest?.id === last.id ? [otherId, actor.id] : [actor.id]).map(
    (userId): TopicEvent => ({
      topic: userTopic(userId),
      event: { name: 'chat:read', payload: { conversationId, readBy: actor.id } },
    }),
  );
  const result = await readConversation(tx, actor.id, conversationId);
  if (!result) throw new Error('The conversation that was just marked as read is missing');
  return { ok: true, result, events: isAll ? events : [] };
};

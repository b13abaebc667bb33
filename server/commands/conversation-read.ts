import { userTopic } from '../../protocol/wire/topic.ts';
import { readConversation, readOtherId } from '../entities/conversation.ts';
import { countUnread, readMoment } from '../entities/message.ts';
import { notFound } from './access.ts';
import type { Handler, TopicEvent } from './handler.ts';

/**
 * Moves the reader's mark forward, if that makes any message of the other one read. With none left unread the mark
 * goes to the very last message and both are told: `chat:read` says no more than who has read, so it is only said
 * when that means everything.
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
  const events = [otherId, actor.id].map(
    (userId): TopicEvent => ({
      topic: userTopic(userId),
      event: { name: 'chat:read', payload: { conversationId, readBy: actor.id } },
    }),
  );
  const result = await readConversation(tx, actor.id, conversationId);
  if (!result) throw new Error('A conversation that was just read is not there');
  return { ok: true, result, events: isAll ? events : [] };
};

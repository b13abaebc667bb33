import { shareProject } from '../entities/bandmate.ts';
import { pairOf, readConversation } from '../entities/conversation.ts';
import { failure } from '../failure.ts';
import type { Handler } from './handler.ts';

/** There is one conversation for each pair. A stranger is answered like someone who doesn't exist. */
export const handleConversationOpen: Handler<'conversation.open'> = async (context, payload) => {
  const { tx, actor, now } = context;
  const { id = context.newId(), userId } = payload;
  if (userId === actor.id) return failure('invalid', 'userId: You can’t write to yourself.');
  const pair = pairOf(actor.id, userId);
  const known = await tx
    .selectFrom('conversation')
    .select('id')
    .where('firstUserId', '=', pair.firstUserId)
    .where('secondUserId', '=', pair.secondUserId)
    .executeTakeFirst();
  if (!known) {
    if (!(await shareProject(tx, actor.id, userId))) {
      return failure('forbidden', 'You can only write to people with whom you share a project.');
    }
    const made = await tx
      .insertInto('conversation')
      .values({ id, ...pair, createdAt: now })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirst();
    if (made.numInsertedOrUpdatedRows === 0n) return failure('conflict', 'id: This id is already in use.');
  }
  const conversation = await readConversation(tx, actor.id, known?.id ?? id);
  if (!conversation) throw new Error('A conversation that was just found or made is not there');
  return { ok: true, result: conversation, events: [] };
};

import type { Outcome } from '../../protocol/wire/error.ts';
import { shareProject } from '../entities/bandmate.ts';
import { pairOf, readConversation } from '../entities/conversation.ts';
import { failure } from '../failure.ts';
import type { CommandContext, Handler } from './handler.ts';

export const handleConversationOpen: Handler<'conversation.open'> = async (context, payload) => {
  const opened = await openConversation(context, payload.userId, payload.id ?? context.newId());
  if (!opened.ok) return opened;
  const conversation = await readConversation(context.tx, context.actor.id, opened.data);
  if (!conversation) throw new Error('The conversation that was just opened is missing');
  return { ok: true, result: conversation, events: [] };
};

/**
 * The id of the actor's only conversation with that person; a new one gets `id`. A stranger gets the same answer as
 * a user who doesn't exist.
 */
export async function openConversation(
  { tx, actor, now }: CommandContext,
  userId: string,
  id: string,
): Promise<Outcome<string>> {
  if (userId === actor.id) return failure('invalid', 'userId: You can’t write to yourself.');
  const pair = pairOf(actor.id, userId);
  const known = await tx
    .selectFrom('conversation')
    .select('id')
    .where('firstUserId', '=', pair.firstUserId)
    .where('secondUserId', '=', pair.secondUserId)
    .executeTakeFirst();
  if (known) return { ok: true, data: known.id };
  if (!(await shareProject(tx, actor.id, userId))) {
    return failure('forbidden', 'You can only write to people with whom you share a project.');
  }
  const made = await tx
    .insertInto('conversation')
    .values({ id, ...pair, createdAt: now })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 0n) return failure('conflict', 'id: This id is already in use.');
  return { ok: true, data: id };
}

import type { Handler } from './handler.ts';
import { changeReply } from './reply-update.ts';

/** Gives a reply a reaction, or takes it back. Repeating either changes nothing. */
export const handleReplyReact: Handler<'reply.react'> = (context, { id, reaction, isGiven }) => {
  const { tx, actor, now } = context;
  const own = { replyId: id, userId: actor.id, reaction };
  return changeReply(context, id, 'reply.react', async ({ reactions = [] }) => {
    const has = reactions.some((one) => one.reaction === reaction && one.userIds.includes(actor.id));
    if (has === isGiven) return null;
    if (isGiven)
      await tx
        .insertInto('replyReaction')
        .values({ ...own, createdAt: now })
        .execute();
    else
      await tx
        .deleteFrom('replyReaction')
        .where((eb) => eb.and(own))
        .execute();
    return null;
  });
};

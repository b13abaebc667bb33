import { changeComment } from './comment-resolve.ts';
import type { Handler } from './handler.ts';

/** Gives a reaction, or takes it back. Repeating either changes nothing. */
export const handleCommentReact: Handler<'comment.react'> = (context, { id, reaction, isGiven }) => {
  const { tx, actor, now } = context;
  const own = { commentId: id, userId: actor.id, reaction };
  return changeComment(context, id, 'comment.react', ({ reactions = [] }) => {
    const has = reactions.some((one) => one.reaction === reaction && one.userIds.includes(actor.id));
    if (has === isGiven) return null;
    return isGiven
      ? run(tx.insertInto('reaction').values({ ...own, createdAt: now }))
      : run(tx.deleteFrom('reaction').where((eb) => eb.and(own)));
  });
};

async function run(query: { execute(): Promise<unknown> }): Promise<void> {
  await query.execute();
}

import { hasBlocked } from '../blocks/blocks.ts';
import type { CommandContext } from '../commands/handler.ts';
import { shareProject } from '../entities/bandmate.ts';

/** The most notifications an hour that strangers, all together, can cause for one person. */
const mostPerHour = 10;

/**
 * `known`: they share a project. `limited`: they are not notified, because strangers have caused enough in the last hour or
 * this one is blocked.
 */
export type Acquaintance = 'known' | 'stranger' | 'limited';

/** How the actor knows this person. Counts a notification that a stranger causes. */
export async function acquaintanceOf(
  { tx, actor, now }: Pick<CommandContext, 'tx' | 'actor' | 'now'>,
  userId: string,
): Promise<Acquaintance> {
  if (await shareProject(tx, actor.id, userId)) return 'known';
  // A blocked person uses up nothing of what others may cause.
  if (await hasBlocked(tx, userId, actor.id)) return 'limited';
  const since = new Date(Date.parse(now) - 60 * 60 * 1000).toISOString();
  await tx.deleteFrom('strangerNotice').where('userId', '=', userId).where('at', '<', since).execute();
  const { count } = await tx
    .selectFrom('strangerNotice')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('userId', '=', userId)
    .executeTakeFirstOrThrow();
  if (count >= mostPerHour) return 'limited';
  await tx.insertInto('strangerNotice').values({ userId, at: now }).execute();
  return 'stranger';
}

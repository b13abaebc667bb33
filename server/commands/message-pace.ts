import type { Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';

/** More than people type, less than a runaway program sends. */
const maximumPerMinute = 120;

/** Whether this person has sent so many messages within the last minute that another one is refused. */
export async function isSendingTooMuch(
  tx: Transaction<Database>,
  table: 'message' | 'roomMessage',
  senderId: string,
  now: string,
): Promise<boolean> {
  const at = (difference: number) => new Date(Date.parse(now) + difference).toISOString();
  const { count } = await tx
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('senderId', '=', senderId)
    .where('createdAt', '>', at(-60_000))
    // Many at once run ahead by milliseconds (`momentAfter`). Anything later is from before the clock was set back.
    .where('createdAt', '<', at(60_000))
    .executeTakeFirstOrThrow();
  return count >= maximumPerMinute;
}

/** Now, or a millisecond after the last message: their times are their order, even if the clock was set back. */
export function momentAfter(last: string | undefined, now: string): string {
  return last === undefined || last < now ? now : new Date(Date.parse(last) + 1).toISOString();
}

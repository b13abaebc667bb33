import type { Kysely } from 'kysely';
import type { Notification } from '../../protocol/wire/notification.ts';
import type { Database } from '../db/schema.ts';

/** The notifications of a user, newest first; `before` is the id of the oldest one the caller has. */
export async function readNotifications(
  db: Kysely<Database>,
  userId: string,
  { before, limit }: { before?: string | undefined; limit: number },
): Promise<Notification[]> {
  const rows = await db
    .selectFrom('notification')
    .select(['body', 'isRead'])
    .where('userId', '=', userId)
    // Ids are UUIDv7 made by this server, so they sort by time.
    .$if(before !== undefined, (rest) => rest.where('id', '<', before ?? ''))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ body, isRead }) => ({ ...JSON.parse(body), isRead: isRead === 1 }));
}

import type { Kysely } from 'kysely';
import type { BlockedPerson } from '../../protocol/wire/block.ts';
import { prepared } from '../db/prepared.ts';
import type { Database } from '../db/schema.ts';
import { pathOfPicture } from '../pictures/pictures.ts';

/** Whether this person has blocked the other one. */
export async function hasBlocked(db: Kysely<Database>, userId: string, otherId: string): Promise<boolean> {
  const row = await db
    .selectFrom('block')
    .select('createdAt')
    .where('userId', '=', userId)
    .where('blockedId', '=', otherId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Everyone who has blocked this person. */
export async function readBlockers(db: Kysely<Database>, userId: string): Promise<ReadonlySet<string>> {
  const { rows } = await findBlockers(db, { userId });
  return new Set(rows.map((row) => row.userId));
}

const findBlockers = prepared((db, { userId }: { userId: string }) =>
  db.selectFrom('block').select('userId').where('blockedId', '=', userId),
);

/** Those whom this person has blocked, by name. */
export async function readBlocked(db: Kysely<Database>, userId: string): Promise<BlockedPerson[]> {
  const rows = await db
    .selectFrom('block')
    .innerJoin('user', 'user.id', 'block.blockedId')
    .leftJoin('picture', 'picture.userId', 'user.id')
    .select(['user.id', 'user.name', 'picture.sha256', 'block.createdAt as blockedAt'])
    .where('block.userId', '=', userId)
    .orderBy('user.name')
    .orderBy('user.id')
    .execute();
  return rows.map(({ sha256, ...person }) => ({ ...person, avatarUrl: pathOfPicture(sha256) }));
}

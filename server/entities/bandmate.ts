import type { Kysely } from 'kysely';
import type { Person } from '../../protocol/wire/user.ts';
import type { Database } from '../db/schema.ts';
import { pathOfPicture } from '../pictures/pictures.ts';

/** Everyone who shares a project with this user, by name. */
export async function readBandmates(db: Kysely<Database>, userId: string): Promise<Person[]> {
  const rows = await db
    .selectFrom('user')
    .leftJoin('picture', 'picture.userId', 'user.id')
    .select(['user.id', 'user.name', 'picture.sha256'])
    .where('user.id', 'in', (eb) =>
      eb
        .selectFrom('member as own')
        .innerJoin('member as other', 'other.projectId', 'own.projectId')
        .select('other.userId')
        .where('own.userId', '=', userId)
        .where('other.userId', '!=', userId),
    )
    .orderBy('user.name')
    .orderBy('user.id')
    .execute();
  return rows.map(({ id, name, sha256 }) => ({ id, name, avatarUrl: pathOfPicture(sha256) }));
}

export async function readBandmateIds(db: Kysely<Database>, userId: string): Promise<Set<string>> {
  return (await readBandmateIdsOf(db, [userId])).get(userId) ?? new Set();
}

/** Of these people, at most a few hundred: each who shares a project with anybody, with all of those. */
export async function readBandmateIdsOf(
  db: Kysely<Database>,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, Set<string>>> {
  const rows = await db
    .selectFrom('member as own')
    .innerJoin('member as other', 'other.projectId', 'own.projectId')
    .select(['own.userId', 'other.userId as otherId'])
    .where('own.userId', 'in', userIds)
    .whereRef('other.userId', '!=', 'own.userId')
    .execute();
  const bandmates = new Map<string, Set<string>>();
  for (const { userId, otherId } of rows) {
    const known = bandmates.get(userId);
    if (known) known.add(otherId);
    else bandmates.set(userId, new Set([otherId]));
  }
  return bandmates;
}

/** Whether both are members of some project, and so may write to each other. */
export async function shareProject(db: Kysely<Database>, userId: string, otherId: string): Promise<boolean> {
  const row = await db
    .selectFrom('member as own')
    .innerJoin('member as other', 'other.projectId', 'own.projectId')
    .select('own.projectId')
    .where('own.userId', '=', userId)
    .where('other.userId', '=', otherId)
    .executeTakeFirst();
  return row !== undefined;
}

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
  return new Set((await readBandmates(db, userId)).map(({ id }) => id));
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

import type { Kysely, Selectable } from 'kysely';
import type { Vibe } from '../../protocol/wire/vibe.ts';
import type { Database } from '../db/schema.ts';
import { pathOfPicture } from '../pictures/pictures.ts';

export function toVibe(row: Selectable<Database['vibe']>, imageUrl: string | null): Vibe {
  return {
    id: row.id,
    name: row.name,
    projectId: row.projectId,
    imageUrl,
    order: row.rank,
    createdAt: row.createdAt,
  };
}

/** The vibes of a project, in order. */
export async function readVibes(db: Kysely<Database>, projectId: string): Promise<Vibe[]> {
  const rows = await db
    .selectFrom('vibe')
    .leftJoin('picture', 'picture.vibeId', 'vibe.id')
    .selectAll('vibe')
    .select('picture.sha256')
    .where('vibe.projectId', '=', projectId)
    .orderBy('vibe.rank')
    .orderBy('vibe.id')
    .execute();
  return rows.map(({ sha256, ...row }) => toVibe(row, pathOfPicture(sha256)));
}

/** The path of a vibe's picture. */
export async function readVibePicture(db: Kysely<Database>, vibeId: string): Promise<string | null> {
  const query = db.selectFrom('picture').select('sha256').where('vibeId', '=', vibeId);
  return pathOfPicture((await query.executeTakeFirst())?.sha256);
}

/** The rank that puts a vibe at the end of its project. */
export async function nextVibeRank(db: Kysely<Database>, projectId: string): Promise<number> {
  const { last } = await db
    .selectFrom('vibe')
    .select((eb) => eb.fn.max('rank').as('last'))
    .where('projectId', '=', projectId)
    .executeTakeFirstOrThrow();
  return (last ?? -1) + 1;
}

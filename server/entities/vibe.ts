import type { Kysely, Selectable } from 'kysely';
import type { Vibe } from '../../protocol/wire/vibe.ts';
import type { Database } from '../db/schema.ts';

export function toVibe(row: Selectable<Database['vibe']>): Vibe {
  return {
    id: row.id,
    name: row.name,
    projectId: row.projectId,
    // No route sets or serves an image yet.
    imageUrl: null,
    order: row.rank,
    createdAt: row.createdAt,
  };
}

/** The vibes of a project, in order. */
export async function readVibes(db: Kysely<Database>, projectId: string): Promise<Vibe[]> {
  const rows = await db
    .selectFrom('vibe')
    .selectAll()
    .where('projectId', '=', projectId)
    .orderBy('rank')
    .orderBy('id')
    .execute();
  return rows.map(toVibe);
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

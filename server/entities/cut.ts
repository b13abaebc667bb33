import type { Kysely } from 'kysely';
import type { Cut } from '../../protocol/wire/cut.ts';
import type { Database } from '../db/schema.ts';
import { readFiles } from './file.ts';

/** Cuts of a project or vibe, or one by id, with their files, in order. */
export async function readCuts(
  db: Kysely<Database>,
  where: { projectId: string } | { vibeId: string } | { id: string },
): Promise<Cut[]> {
  const [column, value] = Object.entries(where)[0] as ['projectId' | 'vibeId' | 'id', string];
  const rows = await db
    .selectFrom('cut')
    .innerJoin('user', 'user.id', 'cut.createdBy')
    .selectAll('cut')
    .select(['user.name as personName', 'user.image as personImage'])
    .select((eb) =>
      eb
        .selectFrom('comment')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('comment.cutId', '=', 'cut.id')
        .as('commentCount'),
    )
    .where(`cut.${column}`, '=', value)
    .orderBy('cut.rank')
    .orderBy('cut.id')
    .execute();
  const filesOf = new Map(rows.map((row) => [row.id, [] as Cut['files']]));
  if ('projectId' in where) {
    for (const file of await readFiles(db, where)) filesOf.get(file.cutId)?.push(file);
  } else {
    for (const { id } of rows) filesOf.set(id, await readFiles(db, { cutId: id }));
  }
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    vibeId: row.vibeId,
    projectId: row.projectId,
    order: row.rank,
    createdAt: row.createdAt,
    createdBy: { id: row.createdBy, name: row.personName, avatarUrl: row.personImage },
    files: filesOf.get(row.id) ?? [],
    commentCount: row.commentCount ?? 0,
  }));
}

export async function readCut(db: Kysely<Database>, id: string): Promise<Cut | undefined> {
  return (await readCuts(db, { id }))[0];
}

/** The rank that puts a cut at the end of a vibe. Ranks may have gaps; clients compute the same for `cut:moved`. */
export async function nextCutRank(db: Kysely<Database>, vibeId: string): Promise<number> {
  const { last } = await db
    .selectFrom('cut')
    .select((eb) => eb.fn.max('rank').as('last'))
    .where('vibeId', '=', vibeId)
    .executeTakeFirstOrThrow();
  return (last ?? -1) + 1;
}

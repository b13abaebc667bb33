import type { Kysely } from 'kysely';
import type { Cut } from '../../protocol/wire/cut.ts';
import { type By, prepared, preparedBy } from '../db/prepared.ts';
import type { Database } from '../db/schema.ts';
import { readFiles } from './file.ts';

/** Cuts of a project or vibe, or one by id, with their files, in order. */
export async function readCuts(
  db: Kysely<Database>,
  where: By<'projectId' | 'vibeId' | 'id'>,
): Promise<Cut[]> {
  const rows = await findCuts(db, where);
  const filesOf = new Map(rows.map((row) => [row.id, [] as Cut['files']]));
  if ('projectId' in where) {
    for (const file of await readFiles(db, where)) filesOf.get(file.cutId)?.push(file);
  } else {
    for (const { id } of rows) filesOf.set(id, await readFiles(db, { cutId: id }));
  }
  const formerIdsOf = Map.groupBy(await findAliases(db, where), ({ cutId }) => cutId);
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
    ...(row.title !== null && { title: row.title }),
    ...(row.alternate !== null && { alternate: row.alternate }),
    ...(formerIdsOf.has(row.id) && { formerIds: formerIdsOf.get(row.id)?.map(({ id }) => id) }),
    ...(row.music !== null && { music: JSON.parse(row.music) }),
  }));
}

const findCuts = preparedBy((db, column: 'projectId' | 'vibeId' | 'id', value) =>
  db
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
    .orderBy('cut.id'),
);

/** The ids that mean each of these cuts because those cuts were merged into it. */
const findAliases = preparedBy((db, column: 'projectId' | 'vibeId' | 'id', value) =>
  db
    .selectFrom('cutAlias')
    .innerJoin('cut', 'cut.id', 'cutAlias.cutId')
    .select(['cutAlias.id', 'cutAlias.cutId'])
    .where(`cut.${column}`, '=', value)
    .orderBy('cutAlias.id'),
);

/** A cut, and where it is. */
export type CutPlace = { id: string; name: string; vibeId: string; projectId: string };

/** The place of the cut that this id means: its own, or that of the cut it was merged into. */
export async function findCutPlace(db: Kysely<Database>, id: string): Promise<CutPlace | undefined> {
  const place = (await placeOf(db, { id })).rows[0];
  if (place) return place;
  const alias = await findAlias(db, id);
  return alias && (await placeOf(db, { id: alias.cutId })).rows[0];
}

/** Whether the id is that of a merged cut, so that no new cut may have it: it means another one. */
export async function isOfMergedCut(db: Kysely<Database>, id: string): Promise<boolean> {
  return (await findAlias(db, id)) !== undefined;
}

function findAlias(db: Kysely<Database>, id: string): Promise<{ cutId: string } | undefined> {
  return db.selectFrom('cutAlias').select('cutId').where('id', '=', id).executeTakeFirst();
}

const placeOf = prepared((db, { id }: { id: string }) =>
  db.selectFrom('cut').select(['id', 'name', 'vibeId', 'projectId']).where('id', '=', id),
);

export async function readCutName(db: Kysely<Database>, id: string): Promise<string> {
  return (await findCutPlace(db, id))?.name ?? '';
}

export async function readCut(db: Kysely<Database>, id: string): Promise<Cut | undefined> {
  return (await readCuts(db, { id }))[0];
}

/** The cut that this id means, as `findCutPlace` has it. */
export async function readMeantCut(db: Kysely<Database>, id: string): Promise<Cut | undefined> {
  const place = await findCutPlace(db, id);
  return place && readCut(db, place.id);
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

import { type Kysely, sql } from 'kysely';
import { sortFiles } from '../../protocol/state/versions.ts';
import type { Database } from '../db/schema.ts';

export type Version = {
  id: string;
  cutId: string;
  projectId: string;
  sha256: string;
  mimeType: string;
  createdAt: string;
  /** The file that its stored difference was measured from. */
  differenceTo: string | null;
  compared: number | null;
};

/** A version and the one before it. */
export type VersionPair = { version: Version; before: Version };

/** The versions of a cut, and the pairs of them whose difference is not stored, oldest first. */
export async function readPairs(
  db: Kysely<Database>,
  cutId: string,
): Promise<{ versions: Version[]; missing: VersionPair[] }> {
  const rows = await db
    .selectFrom('file')
    .select([
      'id',
      'cutId',
      'projectId',
      'sha256',
      'mimeType',
      'createdAt',
      'order',
      'differenceTo',
      'compared',
    ])
    .where('type', '=', 'CUT')
    .where('cutId', '=', cutId)
    .execute();
  const versions = sortFiles(
    rows.map(({ order, ...file }) => ({ ...file, ...(order !== null && { order }) })),
  );
  const missing = versions.flatMap((version, index) => {
    const before = versions[index - 1];
    return before && version.differenceTo !== before.id ? [{ version, before }] : [];
  });
  return { versions, missing };
}

/** The cuts with versions that may have to be compared, the one with the newest of them first. Found by an index. */
export async function findUncompared(db: Kysely<Database>): Promise<string[]> {
  const rows = await db
    .selectFrom('file')
    .select(['cutId', (eb) => eb.fn.max('createdAt').as('at')])
    .where('compared', 'is', null)
    .where('type', '=', sql.lit('CUT'))
    .groupBy('cutId')
    .execute();
  return rows.sort((one, other) => (one.at < other.at ? 1 : -1)).map(({ cutId }) => cutId);
}

/** The versions of these cuts may have other neighbours now. */
export async function forgetCompared(db: Kysely<Database>, cutIds: readonly string[]): Promise<void> {
  if (cutIds.length === 0) return;
  await db
    .updateTable('file')
    .set({ compared: null })
    .where('cutId', 'in', cutIds)
    .where('compared', '=', 1)
    .execute();
}

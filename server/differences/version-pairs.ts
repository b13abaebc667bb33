import type { Kysely } from 'kysely';
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
};

/** A version and the one before it. */
export type VersionPair = { version: Version; before: Version };

/** The pairs of a cut, or of all cuts, whose difference is not stored; those of a cut oldest first. */
export async function readMissingPairs(db: Kysely<Database>, cutId?: string): Promise<VersionPair[]> {
  const rows = await db
    .selectFrom('file')
    .select(['id', 'cutId', 'projectId', 'sha256', 'mimeType', 'createdAt', 'order', 'differenceTo'])
    .where('type', '=', 'CUT')
    .$if(cutId !== undefined, (query) => query.where('cutId', '=', cutId ?? ''))
    .execute();
  const cuts = Map.groupBy(rows, (row) => row.cutId);
  return [...cuts.values()].flatMap((files) => {
    const versions = sortFiles(
      files.map(({ order, ...file }) => ({ ...file, ...(order !== null && { order }) })),
    );
    return versions.flatMap((version, index) => {
      const before = versions[index - 1];
      return before && version.differenceTo !== before.id ? [{ version, before }] : [];
    });
  });
}

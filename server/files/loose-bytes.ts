import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';

/** Hashes that one statement asks about. */
export const pageSize = 500;

/**
 * Lets a sweep ask whether anything names these bytes. `putAt`: when they are about to be put, or a difference to them to
 * be kept; null for bytes that are only found.
 */
export async function markLoose(
  db: Kysely<Database>,
  hashes: readonly string[],
  putAt: Date | null,
): Promise<void> {
  if (hashes.length === 0) return;
  const rows = hashes.map((sha256) => ({ sha256, putAt: putAt?.toISOString() ?? null }));
  await db.insertInto('looseBytes').values(rows).execute();
}

/** Before a difference is kept beside the newer one of two blobs: says so, for the day on which the older one goes. */
export async function expectDifference(
  db: Kysely<Database>,
  { newer, older }: { newer: string; older: string },
  at: Date,
): Promise<void> {
  // One of them may be removed at this moment. Then the row finds what was kept in spite of it.
  await markLoose(db, [newer, older], at);
  await noteDifferences(db, [{ newer, older }]);
}

export async function noteDifferences(
  db: Kysely<Database>,
  pairs: readonly { newer: string; older: string }[],
): Promise<void> {
  await db
    .insertInto('keptDifference')
    .values(pairs)
    .onConflict((conflict) => conflict.columns(['newer', 'older']).doNothing())
    .execute();
}

/** Those of the hashes that are named. One query: a cut that is deleted or restored at this moment moves its files from one table to another. */
export async function readNamed(db: Kysely<Database>, hashes: readonly string[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set();
  const ofFiles = (table: 'deletedCutFile' | 'deletedFile') =>
    db.selectFrom(table).select('sha256').where('sha256', 'in', hashes);
  const ofPictures = (table: 'project' | 'vibe') =>
    db
      .selectFrom(table)
      .select('imageSha256 as sha256')
      .where('imageSha256', 'in', hashes)
      .$castTo<{ sha256: string }>();
  const named = await db
    .selectFrom('file')
    .select('sha256')
    .where('sha256', 'in', hashes)
    .union(ofFiles('deletedCutFile'))
    .union(ofFiles('deletedFile'))
    .union(ofPictures('project'))
    .union(ofPictures('vibe'))
    .execute();
  return new Set(named.map(({ sha256 }) => sha256));
}

import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';

/** Hashes that one statement asks about. */
export const pageSize = 500;

/**
 * Lets the next sweep check whether anything refers to these blobs. `putAt`: when they are about to be put, or a difference
 * to them to be kept; null for blobs that are only found.
 */
export async function addSweepCandidates(
  db: Kysely<Database>,
  hashes: readonly string[],
  putAt: Date | null,
): Promise<void> {
  if (hashes.length === 0) return;
  const rows = hashes.map((sha256) => ({ sha256, putAt: putAt?.toISOString() ?? null }));
  await db.insertInto('sweepCandidate').values(rows).execute();
}

/** Notes that a difference is about to be kept beside the newer of two blobs, so that it goes when the older one does. */
export async function expectDifference(
  db: Kysely<Database>,
  { newer, older }: { newer: string; older: string },
  at: Date,
): Promise<void> {
  // A sweep may be removing one of them right now. Then the next one finds what was kept in spite of that.
  await addSweepCandidates(db, [newer, older], at);
  await noteDifferences(db, [{ newer, older }]);
}

export async function noteDifferences(
  db: Kysely<Database>,
  pairs: readonly { newer: string; older: string }[],
): Promise<void> {
  await db
    .insertInto('differenceSidecar')
    .values(pairs)
    .onConflict((conflict) => conflict.columns(['newer', 'older']).doNothing())
    .execute();
}

/** Those of the hashes that some row refers to. One query: deleting or restoring a cut moves its files from one table to another. */
export async function readReferenced(db: Kysely<Database>, hashes: readonly string[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set();
  const ofFiles = (table: 'deletedCutFile' | 'deletedFile') =>
    db.selectFrom(table).select('sha256').where('sha256', 'in', hashes);
  const ofPictures = (table: 'project' | 'vibe') =>
    db
      .selectFrom(table)
      .select('imageSha256 as sha256')
      .where('imageSha256', 'in', hashes)
      .$castTo<{ sha256: string }>();
  const referenced = await db
    .selectFrom('file')
    .select('sha256')
    .where('sha256', 'in', hashes)
    .union(ofFiles('deletedCutFile'))
    .union(ofFiles('deletedFile'))
    .union(ofPictures('project'))
    .union(ofPictures('vibe'))
    .execute();
  return new Set(referenced.map(({ sha256 }) => sha256));
}

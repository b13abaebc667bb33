import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';

/** Removes cuts for good that were deleted before that day. The next sweep of the blobs removes their bytes. */
export async function removeExpiredCuts(db: Kysely<Database>, before: Date): Promise<void> {
  await db.deleteFrom('deletedCut').where('deletedAt', '<', before.toISOString()).execute();
}

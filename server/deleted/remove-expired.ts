import type { Kysely } from 'kysely';
import { projectTopic } from '../../protocol/wire/topic.ts';
import type { Database } from '../db/schema.ts';

/** Removes for good what was deleted before that day. The next sweep of the blobs removes the bytes. */
export async function removeExpired(db: Kysely<Database>, before: Date): Promise<void> {
  const day = before.toISOString();
  for (const table of ['deletedFile', 'deletedCut', 'deletedVibe'] as const) {
    await db.deleteFrom(table).where('deletedAt', '<', day).execute();
  }
  const projects = await db.selectFrom('deletedProject').select('id').where('deletedAt', '<', day).execute();
  for (const { id } of projects) {
    await db.transaction().execute(async (tx) => {
      const is = await tx.selectFrom('deletedProject').select('id').where('id', '=', id).executeTakeFirst();
      if (!is) return;
      await tx.deleteFrom('event').where('topic', '=', projectTopic(id)).execute();
      await tx.deleteFrom('project').where('id', '=', id).execute();
    });
  }
}

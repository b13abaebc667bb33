import type { Kysely } from 'kysely';

/** Finds the events that are old enough to be removed without looking at each topic. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex('event_by_at').on('event').column('at').execute();
}

import type { Kysely } from 'kysely';

/** Keeps the loudness of a sound's bytes as JSON, for every file that has them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('blob').addColumn('loudness', 'text').execute();
}

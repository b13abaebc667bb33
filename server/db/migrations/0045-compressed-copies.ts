import type { Kysely } from 'kysely';

/** The size of the compressed copy of a sound's bytes, for every file that has them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('blob').addColumn('copySize', 'integer').execute();
}

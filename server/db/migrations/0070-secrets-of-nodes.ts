import type { Kysely } from 'kysely';

/** A node says which secret it has, without naming it. Those of the version before have null here. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('node').addColumn('secretFingerprint', 'text').execute();
}

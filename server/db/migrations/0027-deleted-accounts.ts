import type { Kysely } from 'kysely';

/** When an account was deleted. Its row stays, because it names who made what. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('user').addColumn('closedAt', 'text').execute();
}

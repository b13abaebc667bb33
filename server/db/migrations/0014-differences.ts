import type { Kysely } from 'kysely';

/** The changes of each version since the one before it, in words, and the file that it was compared with. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of ['differenceTo', 'differenceSummary']) {
    await db.schema.alterTable('file').addColumn(column, 'text').execute();
  }
}

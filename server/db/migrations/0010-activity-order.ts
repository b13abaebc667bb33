import type { Kysely } from 'kysely';

/** The order in which activities are read: without it a page of them sorts all that a project ever had. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('activity_by_projectId_id')
    .on('activity')
    .columns(['projectId', 'id'])
    .execute();
}

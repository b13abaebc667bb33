import type { Kysely } from 'kysely';

/** An index in the order in which activities are read: without it, each page sorts all activities of a project. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('activity_by_projectId_id')
    .on('activity')
    .columns(['projectId', 'id'])
    .execute();
}

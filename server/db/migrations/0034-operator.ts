import { type Kysely, sql } from 'kysely';

/** Disabled accounts, quotas of their own for accounts and projects, and when an account was used last. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of ['disabledAt', 'lastSeenAt']) {
    await db.schema.alterTable('user').addColumn(column, 'text').execute();
  }
  for (const table of ['user', 'project']) {
    await db.schema.alterTable(table).addColumn('quotaBytes', 'integer').execute();
  }
  await sql`update user set lastSeenAt =
    (select max(coalesce(lastUsedAt, updatedAt)) from session where session.userId = user.id)`.execute(db);
}

import { type Kysely, sql } from 'kysely';

/**
 * The end of a session, when it was last used, and what its rotation needs (`auth/rotation.ts`). Sessions
 * of an earlier version end 180 days from now, so that the update signs nobody out.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const columns = ['endsAt', 'lastUsedAt', 'previousTokenHash', 'previousUntil', 'rotationSalt'];
  for (const name of columns) await db.schema.alterTable('session').addColumn(name, 'text').execute();
  await sql`update session set lastUsedAt = updatedAt,
    endsAt = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+180 days')`.execute(db);
  await db.schema
    .createIndex('sessionPreviousToken')
    .on('session')
    .column('previousTokenHash')
    .where(sql.ref('previousTokenHash'), 'is not', null)
    .execute();
  await db.schema
    .createTable('spentRefreshToken')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('sessionId', 'text', (column) => column.notNull().references('session.id').onDelete('cascade'))
    .addColumn('salt', 'text', (column) => column.notNull())
    .addColumn('spentAt', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('spentRefreshTokenSession')
    .on('spentRefreshToken')
    .column('sessionId')
    .execute();
}

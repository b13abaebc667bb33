import type { Kysely } from 'kysely';

/** The people without an account who comment by a link. Each has a row of `user` that nobody can sign in to. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('guest')
    .addColumn('userId', 'text', (c) => c.primaryKey().references('user.id').onDelete('cascade'))
    .addColumn('shareId', 'text', (c) => c.notNull())
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('guest_by_shareId').on('guest').column('shareId').execute();
  await db.schema.createIndex('comment_by_createdBy').on('comment').column('createdBy').execute();
}

import type { Kysely } from 'kysely';

/** The pictures of people, projects and vibes. Each is small, and is deleted with what it belongs to. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('picture')
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('mimeType', 'text', (column) => column.notNull())
    .addColumn('bytes', 'blob', (column) => column.notNull())
    .addColumn('userId', 'text', (column) => column.unique().references('user.id').onDelete('cascade'))
    .addColumn('projectId', 'text', (column) => column.unique().references('project.id').onDelete('cascade'))
    .addColumn('vibeId', 'text', (column) => column.unique().references('vibe.id').onDelete('cascade'))
    .execute();
  await db.schema.createIndex('pictureBySha256').on('picture').column('sha256').execute();
}

import { type Kysely, sql } from 'kysely';

/** Links to songs, groups and projects, with settings and counts. A link to a file stays what it was. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('share_by_fileId').execute();
  await db.schema.alterTable('share').renameTo('fileShare').execute();
  await db.schema
    .createTable('share')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('projectId', 'text', (c) => c.notNull().references('project.id').onDelete('cascade'))
    .addColumn('fileId', 'text', (c) => c.references('file.id').onDelete('cascade'))
    .addColumn('cutId', 'text', (c) => c.references('cut.id').onDelete('cascade'))
    .addColumn('vibeId', 'text', (c) => c.references('vibe.id').onDelete('cascade'))
    .addColumn('tokenHash', 'text', (c) => c.notNull().unique())
    .addColumn('passwordHash', 'text')
    .addColumn('createdBy', 'text', (c) => c.notNull().references('user.id'))
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .addColumn('expiresAt', 'text', (c) => c.notNull())
    .addColumn('comments', 'text', (c) => c.notNull().defaultTo('off'))
    .addColumn('mayDownload', 'integer', (c) => c.notNull().defaultTo(1))
    .addColumn('allVersions', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('opens', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('plays', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('lastOpenedAt', 'text')
    .execute();
  await sql`insert into share (id, "projectId", "fileId", "tokenHash", "passwordHash", "createdBy", "createdAt", "expiresAt")
    select link.id, file."projectId", link."fileId", link."tokenHash", link."passwordHash", link."createdBy",
      link."createdAt", link."expiresAt"
    from "fileShare" as link join file on file.id = link."fileId"`.execute(db);
  await db.schema.dropTable('fileShare').execute();
  for (const column of ['projectId', 'fileId', 'cutId', 'vibeId', 'expiresAt'])
    await db.schema.createIndex(`share_by_${column}`).on('share').column(column).execute();
  for (const table of ['deletedCut', 'deletedFile', 'deletedVibe']) await nameProjects(db, table);
}

/** Links of what was deleted come back with it, so they need the new column too. */
async function nameProjects(db: Kysely<unknown>, table: string): Promise<void> {
  const deleted = await sql<{ id: string; projectId: string; rows: string }>`
    select id, "projectId", rows from ${sql.table(table)} where rows like '%"share"%'`.execute(db);
  for (const { id, projectId, rows } of deleted.rows) {
    const kept: { table: string; rows: object[] }[] = JSON.parse(rows);
    const named = kept.map((one) =>
      one.table === 'share' ? { ...one, rows: one.rows.map((row) => ({ ...row, projectId })) } : one,
    );
    await sql`update ${sql.table(table)} set rows = ${JSON.stringify(named)} where id = ${id}`.execute(db);
  }
}

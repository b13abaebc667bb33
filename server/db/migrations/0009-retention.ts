import { type Kysely, sql } from 'kysely';

/** Lets the server forget: ids of operations whose answers are no longer kept, and indexes for the sweeps. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('spentOperation')
    .addColumn('key', 'blob', (c) => c.primaryKey())
    .modifyEnd(sql`without rowid`)
    .execute();

  const run = (text: string) => sql.raw(text).execute(db);
  await run(`create index file_by_uploadedBy on file (uploadedBy)`);
  await run(`create index activityDismissal_by_activityId on activityDismissal (activityId)`);
  await run(`create index session_by_expiresAt on session (expiresAt)`);
  await run(`create index share_by_expiresAt on share (expiresAt)`);
  await run(`create index upload_by_state_updatedAt on upload (state, updatedAt)`);
  await run(`create index project_by_imageSha256 on project (imageSha256) where imageSha256 is not null`);
  await run(`create index vibe_by_imageSha256 on vibe (imageSha256) where imageSha256 is not null`);

  // Earlier versions let the last member leave a project, after which nobody could reach it.
  const unreachable = `select id from project where id not in (select projectId from member)`;
  await run(`delete from event where topic in (select 'project:' || id from (${unreachable}))`);
  await run(`delete from project where id in (${unreachable})`);
}

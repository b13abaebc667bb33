import { type Kysely, sql } from 'kysely';

/** Each project has one owner among its admins: who made it, if they are still an admin, or else who has been one longest. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('member')
    .addColumn('isOwner', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await sql`
    update member set isOwner = 1 where role = 'ADMIN' and userId = (
      select other.userId from member as other join project on project.id = other.projectId
      where other.projectId = member.projectId and other.role = 'ADMIN'
      order by other.userId = project.createdBy desc, other.joinedAt, other.userId limit 1)`.execute(db);
  await sql`create unique index member_owner on member (projectId) where isOwner = 1`.execute(db);
}

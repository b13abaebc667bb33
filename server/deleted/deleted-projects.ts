import type { Kysely, Selectable } from 'kysely';
import type { CommandContext } from '../commands/handler.ts';
import type { Database } from '../db/schema.ts';

export type MemberRow = Selectable<Database['member']>;

/** Takes a project's members away, and keeps them for `project.restore`. */
export async function deleteProject({ tx, actor, now }: CommandContext, id: string): Promise<MemberRow[]> {
  const members = await tx.selectFrom('member').selectAll().where('projectId', '=', id).execute();
  const owner = members.find(({ isOwner }) => isOwner === 1);
  await tx
    .insertInto('deletedProject')
    .values({
      ...{ id, members: JSON.stringify(members), ownerId: owner?.userId ?? actor.id },
      ...{ deletedAt: now, deletedBy: actor.id },
    })
    .execute();
  await tx.deleteFrom('member').where('projectId', '=', id).execute();
  return members;
}

/** The ids of a project's members, or of those whom it had when it was deleted. */
export async function readMemberIds(db: Kysely<Database>, projectId: string): Promise<string[]> {
  const members = await db.selectFrom('member').select('userId').where('projectId', '=', projectId).execute();
  if (members.length > 0) return members.map(({ userId }) => userId);
  const deleted = await db
    .selectFrom('deletedProject')
    .select('members')
    .where('id', '=', projectId)
    .executeTakeFirst();
  return deleted ? (JSON.parse(deleted.members) as MemberRow[]).map(({ userId }) => userId) : [];
}

/** The members whom a deleted project had and who still have an account; undefined if it isn't one that can be restored. */
export async function readDeletedMembers(
  db: Kysely<Database>,
  id: string,
): Promise<{ ownerId: string; members: MemberRow[] } | undefined> {
  const row = await db
    .selectFrom('deletedProject')
    .select(['members', 'ownerId'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  const members: MemberRow[] = JSON.parse(row.members);
  const users = await db
    .selectFrom('user')
    .select('id')
    .where('closedAt', 'is', null)
    .where(
      'id',
      'in',
      members.map(({ userId }) => userId),
    )
    .execute();
  const known = new Set(users.map((user) => user.id));
  return { ownerId: row.ownerId, members: members.filter(({ userId }) => known.has(userId)) };
}

/** Removes the deleted projects of an account for good: nobody else could restore them. */
export async function removeDeletedProjects(
  { tx }: Pick<CommandContext, 'tx'>,
  ownerId: string,
): Promise<void> {
  const projects = await tx
    .selectFrom('deletedProject')
    .select('id')
    .where('ownerId', '=', ownerId)
    .execute();
  for (const { id } of projects) await tx.deleteFrom('project').where('id', '=', id).execute();
}

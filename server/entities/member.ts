import type { Kysely } from 'kysely';
import type { Member, MemberRole } from '../../protocol/wire/member.ts';
import { prepared } from '../db/prepared.ts';
import type { Database } from '../db/schema.ts';
import { pathOfPicture } from '../pictures/pictures.ts';

/** The members of a project, or one of them, in the order they joined. */
export async function readMembers(
  db: Kysely<Database>,
  projectId: string,
  userId?: string,
): Promise<Member[]> {
  const rows = await db
    .selectFrom('member')
    .innerJoin('user', 'user.id', 'member.userId')
    .leftJoin('picture', 'picture.userId', 'user.id')
    .select([
      'member.userId',
      'member.role',
      'member.isOwner',
      'member.joinedAt',
      'user.name',
      'picture.sha256',
    ])
    .where('member.projectId', '=', projectId)
    .$if(userId !== undefined, (query) => query.where('member.userId', '=', userId ?? ''))
    .orderBy('member.joinedAt')
    .orderBy('member.userId')
    .execute();
  return rows.map((row) => ({
    projectId,
    user: { id: row.userId, name: row.name, avatarUrl: pathOfPicture(row.sha256) },
    role: row.role,
    joinedAt: row.joinedAt,
    ...(row.isOwner === 1 && { isOwner: true }),
  }));
}

/** The standing of a user in a project; undefined = not a member. */
export async function readStanding(
  db: Kysely<Database>,
  projectId: string,
  userId: string,
): Promise<{ role: MemberRole; isOwner: boolean } | undefined> {
  const [row] = (await findStanding(db, { projectId, userId })).rows;
  return row && { role: row.role, isOwner: row.isOwner === 1 };
}

const findStanding = prepared((db, given: { projectId: string; userId: string }) =>
  db
    .selectFrom('member')
    .select(['role', 'isOwner'])
    .where('projectId', '=', given.projectId)
    .where('userId', '=', given.userId),
);

/** The role of a user in a project; undefined = not a member. */
export async function readRole(
  db: Kysely<Database>,
  projectId: string,
  userId: string,
): Promise<MemberRole | undefined> {
  return (await readStanding(db, projectId, userId))?.role;
}

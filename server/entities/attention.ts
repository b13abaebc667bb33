import type { Kysely } from 'kysely';
import type { Attention, ProjectAttention, QuietHours } from '../../protocol/wire/attention.ts';
import { picturePath } from '../../protocol/wire/picture.ts';
import { isInJson } from '../db/dialect.ts';
import type { Database } from '../db/schema.ts';

/**
 * The level of each project of a user, how far they have read its room, their quiet hours and their picture. Makes several queries: pass
 * a transaction, or they may not match.
 */
export async function readAttention(db: Kysely<Database>, userId: string): Promise<Attention> {
  const picture = await db
    .selectFrom('picture')
    .select('sha256')
    .where('userId', '=', userId)
    .executeTakeFirst();
  return {
    projects: (await attentionsOf(db, { userId })).map(({ attention }) => attention),
    quietHours: await readQuietHours(db, userId),
    ...(picture && { avatarUrl: picturePath(picture.sha256) }),
  };
}

/** Of one project; undefined if the user isn't a member. */
export async function readProjectAttention(
  db: Kysely<Database>,
  userId: string,
  projectId: string,
): Promise<ProjectAttention | undefined> {
  return (await attentionsOf(db, { userId, projectId }))[0]?.attention;
}

/** Of everybody in a project, or of those with user ids in this range; by user id. */
export async function readMembersAttention(
  db: Kysely<Database>,
  projectId: string,
  range?: { after: string; upTo: string },
): Promise<{ userId: string; attention: ProjectAttention }[]> {
  return attentionsOf(db, { projectId, ...(range && { range }) });
}

async function attentionsOf(
  db: Kysely<Database>,
  {
    userId,
    projectId,
    range,
  }: { userId?: string; projectId?: string; range?: { after: string; upTo: string } },
): Promise<{ userId: string; attention: ProjectAttention }[]> {
  const rows = await db
    .selectFrom('member')
    .select(['member.userId', 'member.projectId', 'member.level', 'member.mail'])
    .select((eb) => {
      const readUpTo = eb.fn.coalesce('member.roomReadUpTo', 'member.joinedAt');
      const unread = eb
        .selectFrom('roomMessage')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('roomMessage.projectId', '=', 'member.projectId')
        .where('roomMessage.createdAt', '>', readUpTo)
        .whereRef('roomMessage.senderId', '!=', 'member.userId')
        .where('roomMessage.senderId', 'not in', (blocks) =>
          blocks.selectFrom('block').select('blockedId').whereRef('block.userId', '=', 'member.userId'),
        );
      const isMentioned = isInJson(db, 'member.userId', 'roomMessage.mentions');
      return [
        readUpTo.as('readUpTo'),
        unread.as('unreadCount'),
        unread.where(isMentioned).as('unreadMentions'),
      ];
    })
    .$if(userId !== undefined, (query) => query.where('member.userId', '=', userId ?? ''))
    .$if(projectId !== undefined, (query) => query.where('member.projectId', '=', projectId ?? ''))
    .$if(range !== undefined, (query) =>
      query.where('member.userId', '>', range?.after ?? '').where('member.userId', '<=', range?.upTo ?? ''),
    )
    .orderBy('member.projectId')
    .orderBy('member.userId')
    .execute();
  return rows.map((row) => ({
    userId: row.userId,
    attention: {
      projectId: row.projectId,
      level: row.level ?? 'everything',
      ...(row.mail !== null && { mail: row.mail }),
      roomReadUpTo: row.readUpTo,
      unreadCount: row.unreadCount ?? 0,
      unreadMentions: row.unreadMentions ?? 0,
    },
  }));
}

async function readQuietHours(db: Kysely<Database>, userId: string): Promise<QuietHours | null> {
  const row = await db
    .selectFrom('user')
    .select('quietHours')
    .where('id', '=', userId)
    .executeTakeFirstOrThrow();
  return row.quietHours === null ? null : JSON.parse(row.quietHours);
}

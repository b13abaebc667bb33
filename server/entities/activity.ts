import type { Kysely } from 'kysely';
import type { Activity } from '../../protocol/wire/activity.ts';
import type { Database } from '../db/schema.ts';

/** A query for the activities of a user's projects that they have not dismissed. */
export function visibleActivities(db: Kysely<Database>, userId: string, projectId: string | undefined) {
  return db
    .selectFrom('activity')
    .innerJoin('member', (join) =>
      join.onRef('member.projectId', '=', 'activity.projectId').on('member.userId', '=', userId),
    )
    .leftJoin('activityDismissal', (join) =>
      join
        .onRef('activityDismissal.activityId', '=', 'activity.id')
        .on('activityDismissal.userId', '=', userId),
    )
    .where('activityDismissal.activityId', 'is', null)
    .$if(projectId !== undefined, (query) => query.where('activity.projectId', '=', projectId ?? ''));
}

/**
 * The newest of these, only those older than `before` if it is given, as they were sent. Each project is read separately
 * and only as far as the page needs: SQLite would sort every stored activity if all were read at once.
 */
export async function readActivities(
  db: Kysely<Database>,
  userId: string,
  page: { projectId?: string | undefined; before?: string | undefined; limit: number },
): Promise<Activity[]> {
  const { projectId, before, limit } = page;
  const memberships = db.selectFrom('member').select('projectId').where('userId', '=', userId);
  const projectIds = projectId ? [projectId] : (await memberships.execute()).map((row) => row.projectId);
  const ids: string[] = [];
  for (const each of projectIds) {
    const rows = await visibleActivities(db, userId, each)
      .select('activity.id')
      .$if(before !== undefined, (older) => older.where('activity.id', '<', before ?? ''))
      .orderBy('activity.id', 'desc')
      .limit(limit)
      .execute();
    for (const { id } of rows) ids.push(id);
  }
  // Ids are UUIDv7 made by this server, so they sort by time.
  const newest = ids.sort().reverse().slice(0, limit);
  if (newest.length === 0) return [];
  const rows = await db
    .selectFrom('activity')
    .select('body')
    .where('id', 'in', newest)
    .orderBy('id', 'desc')
    .execute();
  return rows.map(({ body }) => JSON.parse(body));
}

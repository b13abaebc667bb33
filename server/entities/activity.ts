import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';

/** Activities of a user's projects that they have not dismissed, as a query to be refined. */
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

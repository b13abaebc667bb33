import { Router } from 'express';
import type { Kysely } from 'kysely';
import * as z from 'zod';
import { idSchema } from '../../protocol/wire/id.ts';
import { notFound } from '../commands/access.ts';
import type { ServerContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { readRole } from '../entities/member.ts';
import { failure, parseInput } from '../failure.ts';
import { sendFailure } from './answer.ts';
import { signedIn } from './signed-in.ts';

/** `before` is the id of the oldest activity already shown. Without `projectId`: all projects of the caller. */
export const activityListSchema = z.object({
  projectId: idSchema.optional(),
  before: idSchema.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const dismissAllSchema = z.object({ projectId: idSchema.optional() });

/** Activities of a user's projects that they have not dismissed, as a query to be refined. */
function visible(db: Kysely<Database>, userId: string, projectId: string | undefined) {
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

/** The activity feed: newest first, each person dismissing for themselves (wire §3). */
export function createActivityRoutes(context: ServerContext): Router {
  const { db } = context;
  const router = Router();

  router.get(
    '/api/activities',
    signedIn(context, async (actor, request, response) => {
      const query = parseInput(activityListSchema, request.query);
      if (!query.ok) return sendFailure(response, query);
      const { projectId, before, limit } = query.data;
      if (projectId && !(await readRole(db, projectId, actor.id))) {
        return sendFailure(response, notFound('project'));
      }
      const rows = await visible(db, actor.id, projectId)
        .select('activity.body')
        // Ids are UUIDv7 made by this server, so they sort by time.
        .$if(before !== undefined, (rest) => rest.where('activity.id', '<', before ?? ''))
        .orderBy('activity.id', 'desc')
        .limit(limit)
        .execute();
      response.json(rows.map(({ body }) => JSON.parse(body)));
    }),
  );

  router.post(
    '/api/activities/dismiss-all',
    signedIn(context, async (actor, request, response) => {
      const input = parseInput(dismissAllSchema, request.body ?? {});
      if (!input.ok) return sendFailure(response, input);
      const dismissedAt = new Date().toISOString();
      const dismissed = await db.transaction().execute(async (tx) => {
        const rows = await visible(tx, actor.id, input.data.projectId).select('activity.id').execute();
        for (const { id: activityId } of rows) {
          await tx
            .insertInto('activityDismissal')
            .values({ userId: actor.id, activityId, dismissedAt })
            .execute();
        }
        return rows.map(({ id }) => id);
      });
      // The ids are what an undo needs.
      response.json({ dismissed });
    }),
  );

  const one = (change: (userId: string, activityId: string) => Promise<unknown>) =>
    signedIn(context, async (actor, request, response) => {
      const activityId = String(request.params.id);
      const activity = await db
        .selectFrom('activity')
        .innerJoin('member', 'member.projectId', 'activity.projectId')
        .select('activity.id')
        .where('activity.id', '=', activityId)
        .where('member.userId', '=', actor.id)
        .executeTakeFirst();
      if (!activity) return sendFailure(response, failure('not-found', 'There is no such activity.'));
      await change(actor.id, activityId);
      response.json({});
    });
  router.post(
    '/api/activities/:id/dismiss',
    one((userId, activityId) =>
      db
        .insertInto('activityDismissal')
        .values({ userId, activityId, dismissedAt: new Date().toISOString() })
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    ),
  );
  router.post(
    '/api/activities/:id/undismiss',
    one((userId, activityId) =>
      db
        .deleteFrom('activityDismissal')
        .where('userId', '=', userId)
        .where('activityId', '=', activityId)
        .execute(),
    ),
  );
  return router;
}

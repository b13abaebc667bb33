import { Router } from 'express';
import * as z from 'zod';
import { idSchema } from '../../protocol/wire/id.ts';
import { notFound } from '../commands/access.ts';
import type { ServerContext } from '../context.ts';
import { readActivities } from '../entities/activity.ts';
import { readRole } from '../entities/member.ts';
import { parseInput } from '../failure.ts';
import { sendFailure } from './answer.ts';
import { commandRoute } from './command-route.ts';
import { signedIn } from './signed-in.ts';

/** `before`: the id of the oldest activity the client has. Without `projectId`: all projects of the caller. */
export const activityListSchema = z.object({
  projectId: idSchema.optional(),
  before: idSchema.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** The activity feed, newest first. People dismiss activities for themselves only. */
export function createActivityRoutes(context: ServerContext): Router {
  const { reads: db } = context;
  const router = Router();

  router.get(
    '/api/activities',
    signedIn(context, async (actor, request, response) => {
      const query = parseInput(activityListSchema, request.query);
      if (!query.ok) return sendFailure(response, query);
      const { projectId } = query.data;
      if (projectId && !(await readRole(db, projectId, actor.id))) {
        return sendFailure(response, notFound('project'));
      }
      response.json(await readActivities(db, actor.id, query.data));
    }),
  );

  router.post(
    '/api/activities/dismiss-all',
    commandRoute(context, 'activity.dismissAll', 200, ({ body }) => ({ ...body })),
  );
  router.post(
    '/api/activities/:id/dismiss',
    commandRoute(context, 'activity.dismiss', 200, ({ params }) => ({ ids: [params.id] })),
  );
  router.post(
    '/api/activities/:id/undismiss',
    commandRoute(context, 'activity.undismiss', 200, ({ params }) => ({ ids: [params.id] })),
  );
  return router;
}

import { Router } from 'express';
import * as z from 'zod';
import { idSchema } from '../../protocol/wire/id.ts';
import type { ServerContext } from '../context.ts';
import { readNotifications } from '../entities/notification.ts';
import { parseInput } from '../failure.ts';
import { sendFailure } from './answer.ts';
import { commandRoute } from './command-route.ts';
import { signedIn } from './signed-in.ts';

/** `before`: the id of the oldest notification the client has. */
export const notificationListSchema = z.object({
  before: idSchema.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** A person's notifications, newest first. */
export function createNotificationRoutes(context: ServerContext): Router {
  const router = Router();
  router.get(
    '/api/notifications',
    signedIn(context, async (actor, request, response) => {
      const query = parseInput(notificationListSchema, request.query);
      if (!query.ok) return sendFailure(response, query);
      response.json(await readNotifications(context.reads, actor.id, query.data));
    }),
  );
  router.patch(
    '/api/notifications/read-all',
    commandRoute(context, 'notification.readAll', 200, ({ body }) => ({ ...body })),
  );
  router.patch(
    '/api/notifications/:id/read',
    commandRoute(context, 'notification.read', 200, ({ params }) => ({ id: params.id })),
  );
  return router;
}

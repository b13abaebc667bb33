import { Router } from 'express';
import type { ServerContext } from '../context.ts';
import { inSnapshot } from '../db/dialect.ts';
import { readAttention } from '../entities/attention.ts';
import { commandRoute } from './command-route.ts';
import { signedIn } from './signed-in.ts';

/** The news that people want to hear of their projects, when, and what they look like. */
export function createAttentionRoutes(context: ServerContext): Router {
  const router = Router();
  router.put(
    '/api/projects/:id/attention',
    commandRoute(context, 'attention.setLevel', 200, ({ body, params }) => ({
      ...body,
      projectId: params.id,
    })),
  );
  router.put(
    '/api/projects/:id/attention/mail',
    commandRoute(context, 'attention.setMail', 200, ({ body, params }) => ({
      ...body,
      projectId: params.id,
    })),
  );
  router.get(
    '/api/attention',
    signedIn(context, async (actor, _request, response) => {
      response.json(await inSnapshot(context.reads, (tx) => readAttention(tx, actor.id)));
    }),
  );
  router.put(
    '/api/account',
    commandRoute(context, 'account.update', 200, ({ body }) => ({ ...body })),
  );
  router.put(
    '/api/attention/quiet-hours',
    commandRoute(context, 'attention.setQuietHours', 200, ({ body }) => ({ ...body })),
  );
  return router;
}

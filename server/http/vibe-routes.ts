import { Router } from 'express';
import type { ServerContext } from '../context.ts';
import { listDeleted } from '../deleted/list-deleted.ts';
import { listDeletedCuts } from '../deleted/list-deleted-cuts.ts';
import { sendFailure } from './answer.ts';
import { commandRoute } from './command-route.ts';
import { signedIn } from './signed-in.ts';

/** Vibes and cuts. */
export function createVibeRoutes(context: ServerContext): Router {
  const router = Router();
  router.post(
    '/api/projects/:projectId/vibes',
    commandRoute(context, 'vibe.create', 201, ({ body, params }) => ({
      ...body,
      projectId: params.projectId,
    })),
  );
  router.put(
    '/api/vibes/reorder',
    commandRoute(context, 'vibe.reorder', 200, async ({ body }) => ({
      projectId: await findProjectOfFirst(body?.vibeIds),
      ...body,
    })),
  );
  router.put(
    '/api/vibes/:id',
    commandRoute(context, 'vibe.update', 200, ({ body, params }) => ({ ...body, id: params.id })),
  );
  router.delete(
    '/api/vibes/:id',
    commandRoute(context, 'vibe.delete', 200, ({ params }) => ({ id: params.id })),
  );
  router.post(
    '/api/vibes/:vibeId/cuts',
    commandRoute(context, 'cut.create', 201, ({ body, params }) => ({ ...body, vibeId: params.vibeId })),
  );
  router.put(
    '/api/cuts/:id',
    commandRoute(context, 'cut.update', 200, ({ body, params }) => ({ ...body, id: params.id })),
  );
  router.delete(
    '/api/cuts/:id',
    commandRoute(context, 'cut.delete', 200, ({ params }) => ({ id: params.id })),
  );
  router.post(
    '/api/cuts/:id/restore',
    commandRoute(context, 'cut.restore', 200, ({ params }) => ({ id: params.id })),
  );
  router.post(
    '/api/vibes/:id/restore',
    commandRoute(context, 'vibe.restore', 200, ({ params }) => ({ id: params.id })),
  );
  router.get(
    '/api/deleted',
    signedIn(context, async (actor, _request, response) => {
      response.json(await listDeleted(context, actor));
    }),
  );
  router.get(
    '/api/projects/:id/deleted-cuts',
    signedIn(context, async (actor, request, response) => {
      const deleted = await listDeletedCuts(context, actor, String(request.params.id));
      if (deleted.ok) response.json(deleted.data);
      else sendFailure(response, deleted);
    }),
  );
  router.put(
    '/api/cuts/:id/move',
    commandRoute(context, 'cut.move', 200, ({ body, params }) => ({ ...body, id: params.id })),
  );
  router.put(
    '/api/cuts/:id/music',
    commandRoute(context, 'cut.describe', 200, ({ body, params }) => ({ ...body, id: params.id })),
  );
  router.post(
    '/api/cuts/:id/merge',
    commandRoute(context, 'cut.merge', 200, ({ body, params }) => ({ ...body, id: params.id })),
  );
  router.post(
    '/api/cuts/:id/split',
    commandRoute(context, 'cut.split', 201, ({ body, params }) => ({ ...body, cutId: params.id })),
  );
  router.put(
    '/api/cuts/:id/order',
    commandRoute(context, 'cut.reorder', 200, ({ body, params }) => ({ ...body, id: params.id })),
  );
  return router;

  /** The documented body has no project, so it is that of the first vibe; `none` if there is no such vibe. */
  async function findProjectOfFirst(vibeIds: unknown): Promise<string> {
    const first = Array.isArray(vibeIds) && typeof vibeIds[0] === 'string' ? vibeIds[0] : '';
    const vibe = await context.db
      .selectFrom('vibe')
      .select('projectId')
      .where('id', '=', first)
      .executeTakeFirst();
    return vibe?.projectId ?? 'none';
  }
}

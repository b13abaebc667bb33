import { Router } from 'express';
import type { ServerContext } from '../context.ts';
import { door } from './door.ts';

/** Vibes and cuts (wire §2). */
export function createVibeRoutes(context: ServerContext): Router {
  const router = Router();
  router.post(
    '/api/projects/:projectId/vibes',
    door(context, 'vibe.create', 201, ({ body, params }) => ({ ...body, projectId: params.projectId })),
  );
  router.put(
    '/api/vibes/reorder',
    door(context, 'vibe.reorder', 200, async ({ body }) => ({
      projectId: await findProjectOfFirst(body?.vibeIds),
      ...body,
    })),
  );
  router.put(
    '/api/vibes/:id',
    door(context, 'vibe.update', 200, ({ body, params }) => ({ ...body, id: params.id })),
  );
  router.delete(
    '/api/vibes/:id',
    door(context, 'vibe.delete', 200, ({ params }) => ({ id: params.id })),
  );
  router.post(
    '/api/vibes/:vibeId/cuts',
    door(context, 'cut.create', 201, ({ body, params }) => ({ ...body, vibeId: params.vibeId })),
  );
  router.put(
    '/api/cuts/:id',
    door(context, 'cut.update', 200, ({ body, params }) => ({ ...body, id: params.id })),
  );
  router.delete(
    '/api/cuts/:id',
    door(context, 'cut.delete', 200, ({ params }) => ({ id: params.id })),
  );
  router.put(
    '/api/cuts/:id/move',
    door(context, 'cut.move', 200, ({ body, params }) => ({ ...body, id: params.id })),
  );
  return router;

  /** The documented body names no project: it is that of the first vibe. One that isn't there is in no project. */
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

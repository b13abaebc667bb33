import { Router } from 'express';
import type { ServerContext } from '../context.ts';
import { signedIn } from '../http/signed-in.ts';
import { readAnnouncement } from './announcement.ts';

/** `/api/announcement`: what the operator tells everybody. */
export function createAnnouncementRoutes(context: ServerContext): Router {
  const router = Router();
  router.get(
    '/api/announcement',
    signedIn(context, async (_actor, _request, response) => {
      const { reads: db, environment } = context;
      response.json({ announcement: await readAnnouncement(db, environment.clock.now()) });
    }),
  );
  return router;
}

import { Router } from 'express';
import { notFound } from '../commands/access.ts';
import type { ServerContext } from '../context.ts';
import { readProjects, readSnapshot } from '../entities/project.ts';
import { sendFailure } from './answer.ts';
import { commandRoute } from './command-route.ts';
import { signedIn } from './signed-in.ts';

/** Projects, their members and invitations. */
export function createProjectRoutes(context: ServerContext): Router {
  const router = Router();
  router.get(
    '/api/projects',
    signedIn(context, async (actor, _request, response) => {
      response.json(await readProjects(context.db, actor.id));
    }),
  );
  router.get(
    '/api/projects/:id',
    signedIn(context, async (actor, request, response) => {
      const snapshot = await readSnapshot(context.db, actor.id, String(request.params.id));
      if (snapshot) response.json(snapshot);
      else sendFailure(response, notFound('project'));
    }),
  );
  router.post(
    '/api/projects',
    commandRoute(context, 'project.create', 201, ({ body }) => ({ ...body })),
  );
  router.put(
    '/api/projects/:id',
    commandRoute(context, 'project.update', 200, ({ body, params }) => ({ ...body, id: params.id })),
  );
  router.delete(
    '/api/projects/:id',
    commandRoute(context, 'project.delete', 200, ({ params }) => ({ id: params.id })),
  );
  router.post(
    '/api/projects/:id/invite',
    commandRoute(context, 'project.invite', 201, ({ body, params }) => ({ ...body, projectId: params.id })),
  );
  router.post(
    '/api/invitations/:token/accept',
    commandRoute(context, 'invitation.accept', 200, ({ params }) => ({ token: params.token })),
  );
  router.delete(
    '/api/projects/:id/members/:userId',
    commandRoute(context, 'member.remove', 200, ({ params }) => ({
      projectId: params.id,
      userId: params.userId,
    })),
  );
  return router;
}

import { Router } from 'express';
import { notFound } from '../commands/access.ts';
import type { ServerContext } from '../context.ts';
import { inSnapshot } from '../db/dialect.ts';
import { readComments } from '../entities/comment.ts';
import { findCutPlace } from '../entities/cut.ts';
import { readRole } from '../entities/member.ts';
import { sendFailure } from './answer.ts';
import { commandRoute } from './command-route.ts';
import { signedIn } from './signed-in.ts';

/** Comments of a cut and their replies. */
export function createCommentRoutes(context: ServerContext): Router {
  const { reads: db } = context;
  const router = Router();
  router.get(
    '/api/cuts/:cutId/comments',
    signedIn(context, async (actor, request, response) => {
      const cutId = String(request.params.cutId);
      // In one transaction, so that the answer never has half of a change.
      const comments = await inSnapshot(db, async (tx) => {
        const cut = await findCutPlace(tx, cutId);
        const isMember = cut && (await readRole(tx, cut.projectId, actor.id)) !== undefined;
        return isMember ? readComments(tx, { cutId: cut.id }) : undefined;
      });
      if (comments) response.json(comments);
      else sendFailure(response, notFound('cut'));
    }),
  );
  router.post(
    '/api/cuts/:cutId/comments',
    commandRoute(context, 'comment.create', 201, ({ body, params }) => ({ ...body, cutId: params.cutId })),
  );
  router.put(
    '/api/comments/:id',
    commandRoute(context, 'comment.update', 200, ({ body, params }) => ({ ...body, id: params.id })),
  );
  router.delete(
    '/api/comments/:id',
    commandRoute(context, 'comment.delete', 200, ({ params }) => ({ id: params.id })),
  );
  for (const action of ['resolve', 'reopen'] as const) {
    router.post(
      `/api/comments/:id/${action}`,
      commandRoute(context, `comment.${action}`, 200, ({ params }) => ({ id: params.id })),
    );
  }
  router.post(
    '/api/comments/:id/react',
    commandRoute(context, 'comment.react', 200, ({ body, params }) => ({ ...body, id: params.id })),
  );
  router.post(
    '/api/comments/:id/replies',
    commandRoute(context, 'reply.create', 201, ({ body, params }) => ({ ...body, commentId: params.id })),
  );
  router.put(
    '/api/replies/:id',
    commandRoute(context, 'reply.update', 200, ({ body, params }) => ({ ...body, id: params.id })),
  );
  router.post(
    '/api/replies/:id/react',
    commandRoute(context, 'reply.react', 200, ({ body, params }) => ({ ...body, id: params.id })),
  );
  router.delete(
    '/api/replies/:id',
    commandRoute(context, 'reply.delete', 200, ({ params }) => ({ id: params.id })),
  );
  return router;
}

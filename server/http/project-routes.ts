import { Router } from 'express';
import { messagesQuerySchema } from '../../protocol/wire/chat.ts';
import { notFound, refuse } from '../commands/access.ts';
import type { ServerContext } from '../context.ts';
import { readPendingInvitations } from '../entities/invitation.ts';
import { readRole } from '../entities/member.ts';
import { readProjects, readSnapshot } from '../entities/project.ts';
import { readRoomMessages, readRoomMoment } from '../entities/room-message.ts';
import { parseInput } from '../failure.ts';
import { sendFailure } from './answer.ts';
import { commandRoute } from './command-route.ts';
import { signedIn } from './signed-in.ts';

/** Projects, their members, invitations and rooms. */
export function createProjectRoutes(context: ServerContext): Router {
  const router = Router();
  router.get(
    '/api/projects',
    signedIn(context, async (actor, _request, response) => {
      response.json(await readProjects(context.reads, actor.id));
    }),
  );
  router.get(
    '/api/projects/:id',
    signedIn(context, async (actor, request, response) => {
      const snapshot = await readSnapshot(context.reads, actor.id, String(request.params.id));
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
  router.get(
    '/api/projects/:id/invitations',
    signedIn(context, async (actor, request, response) => {
      const projectId = String(request.params.id);
      const { reads: db, environment } = context;
      const refusal = await refuse({ tx: db, actor }, projectId, 'invitation.list', 'project');
      if (refusal) return sendFailure(response, refusal);
      const now = new Date(environment.clock.now()).toISOString();
      response.json(await readPendingInvitations(db, projectId, now));
    }),
  );
  router.delete(
    '/api/invitations/:id',
    commandRoute(context, 'invitation.revoke', 200, ({ params }) => ({ id: params.id })),
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
  router.patch(
    '/api/projects/:id/members/:userId',
    commandRoute(context, 'member.setRole', 200, ({ body, params }) => ({
      ...body,
      projectId: params.id,
      userId: params.userId,
    })),
  );
  router.post(
    '/api/projects/:id/restore',
    commandRoute(context, 'project.restore', 200, ({ params }) => ({ id: params.id })),
  );
  router.post(
    '/api/projects/:id/transfer',
    commandRoute(context, 'project.transfer', 200, ({ body, params }) => ({ ...body, id: params.id })),
  );
  router.get(
    '/api/projects/:id/messages',
    signedIn(context, async (actor, request, response) => {
      const query = parseInput(messagesQuerySchema, request.query);
      if (!query.ok) return sendFailure(response, query);
      const projectId = String(request.params.id);
      const { before, limit } = query.data;
      if (!(await readRole(context.reads, projectId, actor.id))) {
        return sendFailure(response, notFound('project'));
      }
      const moment =
        before === undefined ? undefined : await readRoomMoment(context.reads, projectId, before);
      if (before !== undefined && moment === undefined) return sendFailure(response, notFound('message'));
      response.json(await readRoomMessages(context.reads, projectId, { limit, before: moment }));
    }),
  );
  router.post(
    '/api/projects/:id/messages',
    commandRoute(context, 'room.send', 201, ({ body, params }) => ({ ...body, projectId: params.id })),
  );
  router.post(
    '/api/projects/:id/messages/:messageId/react',
    commandRoute(context, 'room.react', 200, ({ body, params }) => ({
      ...body,
      projectId: params.id,
      id: params.messageId,
    })),
  );
  router.post(
    '/api/projects/:id/messages/read',
    commandRoute(context, 'room.read', 200, ({ body, params }) => ({ ...body, projectId: params.id })),
  );
  return router;
}

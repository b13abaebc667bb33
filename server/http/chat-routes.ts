import { Router } from 'express';
import { type Bandmate, messagesQuerySchema } from '../../protocol/wire/chat.ts';
import { notFound } from '../commands/access.ts';
import type { ServerContext } from '../context.ts';
import { inSnapshot } from '../db/dialect.ts';
import { readBandmates } from '../entities/bandmate.ts';
import { readConversation, readConversations, readOtherId } from '../entities/conversation.ts';
import { readMessages, readMoment } from '../entities/message.ts';
import { parseInput } from '../failure.ts';
import { sendFailure } from './answer.ts';
import { commandRoute } from './command-route.ts';
import { signedIn } from './signed-in.ts';

/** Direct messages and presence. A conversation is `not-found` for everyone but its two people. */
export function createChatRoutes(context: ServerContext, isOnline: (userId: string) => boolean): Router {
  const { reads: db } = context;
  const router = Router();

  router.get(
    '/api/chat/conversations',
    signedIn(context, async (actor, _request, response) => {
      response.json(await inSnapshot(db, (tx) => readConversations(tx, actor.id)));
    }),
  );
  router.get(
    '/api/chat/conversations/:id',
    signedIn(context, async (actor, request, response) => {
      const id = String(request.params.id);
      const conversation = await inSnapshot(db, (tx) => readConversation(tx, actor.id, id));
      if (conversation) response.json(conversation);
      else sendFailure(response, notFound('conversation'));
    }),
  );
  router.get(
    '/api/chat/conversations/:id/messages',
    signedIn(context, async (actor, request, response) => {
      const query = parseInput(messagesQuerySchema, request.query);
      if (!query.ok) return sendFailure(response, query);
      const id = String(request.params.id);
      const { before, limit } = query.data;
      if ((await readOtherId(db, id, actor.id)) === undefined) {
        return sendFailure(response, notFound('conversation'));
      }
      const moment = before === undefined ? undefined : await readMoment(db, id, before);
      if (before !== undefined && moment === undefined) return sendFailure(response, notFound('message'));
      response.json(
        await readMessages(db, id, { limit, readerId: actor.id, ...(moment && { before: moment }) }),
      );
    }),
  );
  router.get(
    '/api/presence',
    signedIn(context, async (actor, _request, response) => {
      const bandmates = await readBandmates(db, actor.id);
      response.json(
        bandmates.map(
          ({ id, name, avatarUrl }): Bandmate => ({ userId: id, name, avatarUrl, isOnline: isOnline(id) }),
        ),
      );
    }),
  );

  router.post(
    '/api/chat/conversations',
    commandRoute(context, 'conversation.open', 200, ({ body }) => ({ ...body })),
  );
  router.post(
    '/api/chat/conversations/:id/messages',
    commandRoute(context, 'message.send', 201, ({ body, params }) => ({
      ...body,
      conversationId: params.id,
      // The path decides the conversation, whatever the body has.
      userId: undefined,
    })),
  );
  router.post(
    '/api/chat/conversations/:id/read',
    commandRoute(context, 'conversation.read', 200, ({ body, params }) => ({
      ...body,
      conversationId: params.id,
    })),
  );
  return router;
}

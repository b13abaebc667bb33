import { type Request, Router } from 'express';
import type { Actor } from '../commands/handler.ts';
import type { ServerContext } from '../context.ts';
import { sendOutcome } from '../http/answer.ts';
import { signedIn } from '../http/signed-in.ts';
import { readBlocked } from './blocks.ts';
import { block, unblock } from './change-blocks.ts';

/** `/api/blocks`: the people from whom the caller hears nothing. The blocked ones are told nothing of it. */
export function createBlockRoutes(context: ServerContext): Router {
  const { reads: db, dispatcher, environment } = context;
  const router = Router();
  const change =
    (kind: string, how: typeof block) =>
    (actor: Actor, { params }: Request) =>
      dispatcher.execute(actor, { id: environment.newId(), kind }, (command) =>
        how(command, String(params.userId)),
      );
  const [add, remove] = [change('person.block', block), change('person.unblock', unblock)];

  router.get(
    '/api/blocks',
    signedIn(context, async (actor, _request, response) => {
      response.json(await readBlocked(db, actor.id));
    }),
  );
  router.put(
    '/api/blocks/:userId',
    signedIn(context, async (actor, request, response) => {
      sendOutcome(response, await add(actor, request));
    }),
  );
  router.delete(
    '/api/blocks/:userId',
    signedIn(context, async (actor, request, response) => {
      sendOutcome(response, await remove(actor, request));
    }),
  );
  return router;
}

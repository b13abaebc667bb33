import type { Request, RequestHandler, Response } from 'express';
import type { Actor } from '../commands/handler.ts';
import type { ServerContext } from '../context.ts';
import { failure } from '../failure.ts';
import { sendFailure } from './answer.ts';

/** A route for people who are signed in: everyone else is answered 401. */
export function signedIn(
  context: Pick<ServerContext, 'authenticate'>,
  handle: (actor: Actor, request: Request, response: Response) => Promise<void>,
): RequestHandler {
  return async (request, response) => {
    const actor = await context.authenticate(request.headers);
    if (!actor) return sendFailure(response, failure('unauthorised', 'Sign in first.'));
    await handle(actor, request, response);
  };
}

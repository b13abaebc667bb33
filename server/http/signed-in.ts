import type { Request, RequestHandler, Response } from 'express';
import { senderOf } from '../audit/sender.ts';
import type { Actor } from '../commands/handler.ts';
import type { ServerContext } from '../context.ts';
import { failure } from '../failure.ts';
import { sendFailure } from './answer.ts';
import { accountJson, type ReadBody } from './body.ts';

type Handle = (actor: Actor, request: Request, response: Response) => Promise<void>;

const smallJson = accountJson();

/** A route for people who are signed in: everyone else is answered 401. JSON up to 100 KB is in `request.body`. */
export function signedIn(context: Pick<ServerContext, 'authenticate'>, handle: Handle): RequestHandler {
  return signedInReading(context, smallJson, handle);
}

/** The same with another body. It is read once the sender is known, so that a stranger's is never parsed. */
export function signedInReading(
  context: Pick<ServerContext, 'authenticate'>,
  readBody: ReadBody,
  handle: Handle,
): RequestHandler {
  return async (request, response) => {
    const actor = await context.authenticate(request.headers);
    if (!actor) return sendFailure(response, failure('unauthorised', 'Sign in first.'));
    await readBody(request, response);
    await handle({ ...actor, from: senderOf(request) }, request, response);
  };
}

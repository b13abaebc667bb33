import type { Request, RequestHandler, Response } from 'express';
import { failure } from '../failure.ts';
import { sendFailure } from '../http/answer.ts';
import type { ReadBody } from '../http/body.ts';
import type { PresentSession, Sessions } from './sessions.ts';

type Handle = (session: PresentSession, request: Request, response: Response) => Promise<void>;

/** A route that needs the session itself and not only its account. The body is read once the sender is known. */
export function withSession(
  sessions: Pick<Sessions, 'find'>,
  handle: Handle,
  readBody: ReadBody = async () => {},
): RequestHandler {
  return async (request, response) => {
    const session = await sessions.find(request.headers);
    if (!session) return sendFailure(response, failure('unauthorised', 'Sign in first.'));
    await readBody(request, response);
    await handle(session, request, response);
  };
}

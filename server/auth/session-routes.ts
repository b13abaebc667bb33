import { Router } from 'express';
import { senderOf } from '../audit/sender.ts';
import { failure } from '../failure.ts';
import { sendFailure } from '../http/answer.ts';
import type { SessionList } from './session-list.ts';
import type { Sessions } from './sessions.ts';
import { withSession } from './with-session.ts';

/** `/api/auth/sessions`: where an account is signed in, and ending that. */
export function createSessionRoutes(parts: {
  sessions: Sessions;
  list: SessionList;
  /** Called after a session was ended, to disconnect its sockets. */
  onSessionEnded(sessionId: string): void;
}): Router {
  const { sessions, list, onSessionEnded } = parts;
  const router = Router();

  router.get(
    '/api/auth/sessions',
    withSession(sessions, async ({ id, account }, _request, response) => {
      response.json(await list.read(account.id, id));
    }),
  );

  router.post(
    '/api/auth/sessions/end-others',
    withSession(sessions, async ({ id, account }, request, response) => {
      const owner = { ...account, from: senderOf(request) };
      for (const ended of await list.endOthers(owner, id)) onSessionEnded(ended);
      response.json({});
    }),
  );

  router.delete(
    '/api/auth/sessions/:id',
    withSession(sessions, async ({ account }, request, response) => {
      const id = String(request.params.id);
      if (!(await list.end({ ...account, from: senderOf(request) }, id))) {
        return sendFailure(response, failure('not-found', 'There is no such session.'));
      }
      onSessionEnded(id);
      response.json({});
    }),
  );

  return router;
}

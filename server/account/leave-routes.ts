import { Router } from 'express';
import { deleteAccountSchema } from '../../protocol/wire/account.ts';
import { senderOf } from '../audit/sender.ts';
import { createAttemptLimiter } from '../auth/attempt-limiter.ts';
import { toActor } from '../auth/sessions.ts';
import { withSession } from '../auth/with-session.ts';
import type { ServerContext } from '../context.ts';
import { parseInput } from '../failure.ts';
import { servedHeaders } from '../files/send-blob.ts';
import { sendFailure, sendRateLimited } from '../http/answer.ts';
import { accountJson } from '../http/body.ts';
import { pipeToClient } from '../http/pipe-to-client.ts';
import type { ChangeParts } from './change-routes.ts';
import { deleteAccount } from './delete-account.ts';
import { exportAccount } from './export-account.ts';

const hourMilliseconds = 60 * 60 * 1000;

/** Taking one's data along, and deleting one's account. */
export function createLeaveRoutes(
  context: ServerContext,
  { sessions, confirm, onSessionEnded }: Pick<ChangeParts, 'sessions' | 'confirm' | 'onSessionEnded'>,
): Router {
  const { db, audit } = context;
  const exports = createAttemptLimiter(context.attempts('exports'), {
    ...{ maximum: 10, windowMilliseconds: hourMilliseconds },
  });
  const router = Router();

  // Express answers HEAD by the same route.
  router.get(
    '/api/auth/export',
    withSession(sessions, async ({ account }, request, response) => {
      const wait = await exports.begin(account.id);
      if (wait !== null) return sendRateLimited(response, wait, 'Too many exports. Try again later.');
      audit.note({ kind: 'account.exported' }, { ...account, from: senderOf(request) });
      response.set(servedHeaders({ name: 'BandMate data.zip', mimeType: 'application/zip' }));
      if (request.method === 'HEAD') return void response.end();
      await pipeToClient(exportAccount(db, account.id), response);
    }),
  );

  router.delete(
    '/api/auth/me',
    withSession(
      sessions,
      async ({ account }, request, response) => {
        const parsed = parseInput(deleteAccountSchema, request.body);
        if (!parsed.ok) return sendFailure(response, parsed);
        if (!(await confirm(account, parsed.data.currentPassword, request, response))) return;
        const actor = { ...toActor(account), from: senderOf(request) };
        const refused = await deleteAccount(context, actor, onSessionEnded);
        if (refused) return sendFailure(response, refused);
        response.json({});
      },
      accountJson(),
    ),
  );

  return router;
}

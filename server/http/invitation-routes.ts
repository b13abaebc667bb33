import { Router } from 'express';
import { commandSchemas } from '../../protocol/wire/command.ts';
import { createAttemptLimiter } from '../auth/attempt-limiter.ts';
import { clientAddress } from '../auth/client-address.ts';
import { notFound } from '../commands/access.ts';
import type { ServerContext } from '../context.ts';
import { readInvitation } from '../entities/invitation.ts';
import { parseInput } from '../failure.ts';
import { sendFailure, sendRateLimited } from './answer.ts';
import { strangerJson } from './body.ts';

/** Wrong tokens from one address. A token has 256 bits: this only keeps a guesser from costing the server time. */
const wrongTokens = { maximum: 30, windowMilliseconds: 10 * 60 * 1000 };

/** Shows an invitation to everybody who has its link. A wrong token reveals nothing. Tokens stay out of logged paths. */
export function createInvitationRoutes({ reads: db, environment, attempts }: ServerContext): Router {
  const router = Router();
  const limiter = createAttemptLimiter(attempts('invitations'), wrongTokens);
  router.post('/api/invitations/read', strangerJson, async (request, response) => {
    const address = clientAddress(request);
    const wait = await limiter.begin(address);
    if (wait !== null) {
      return sendRateLimited(response, wait, 'Too many wrong invitations. Try again later.');
    }
    const input = parseInput(commandSchemas['invitation.accept'].payload, request.body);
    if (!input.ok) return sendFailure(response, input);
    const now = new Date(environment.clock.now()).toISOString();
    const invitation = await readInvitation(db, input.data.token, now);
    if (!invitation) return sendFailure(response, notFound('invitation'));
    await limiter.forgive(address);
    response.set('Cache-Control', 'no-store').json(invitation);
  });
  return router;
}

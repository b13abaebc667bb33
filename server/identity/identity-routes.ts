import { type Request, type Response, Router } from 'express';
import type { SignInProvider, WaysIn } from '../../protocol/wire/identity.ts';
import { senderOf } from '../audit/sender.ts';
import type { PresentSession, Sessions } from '../auth/sessions.ts';
import { failure } from '../failure.ts';
import { sendFailure } from '../http/answer.ts';
import type { Flows } from './flows.ts';
import type { Identities } from './identities.ts';
import type { Provider } from './provider.ts';

/** The server's providers, and those that are connected to an account. */
export function createIdentityRoutes(parts: {
  providers: Provider[];
  identities: Identities;
  flows: Flows;
  sessions: Sessions;
}): Router {
  const { providers, identities, flows, sessions } = parts;
  const names = providers.map(({ name }) => name);
  const router = Router();

  const withSession =
    (handle: (session: PresentSession, request: Request, response: Response) => Promise<void>) =>
    async (request: Request, response: Response) => {
      const session = await sessions.find(request.headers);
      if (!session) return sendFailure(response, failure('unauthorised', 'Sign in first.'));
      await handle(session, request, response);
    };

  router.get('/api/auth/providers', (_request, response) => {
    response.json(providers.map(({ name, label }) => ({ name, label })) satisfies SignInProvider[]);
  });

  router.get(
    '/api/auth/identities',
    withSession(async ({ account }, _request, response) => {
      const { hasPassword, linked } = await identities.list(account.id, names);
      const linkedAt = (name: string) => linked.find(({ provider }) => provider === name)?.linkedAt ?? null;
      response.json({
        hasPassword,
        providers: providers.map(({ name, label }) => ({ name, label, linkedAt: linkedAt(name) })),
      } satisfies WaysIn);
    }),
  );

  // A POST, so that no foreign page can begin it: its own identity would open this account.
  router.post(
    '/api/auth/identities/:provider',
    withSession(async ({ id }, request, response) => {
      const provider = providers.find(({ name }) => name === request.params.provider);
      if (!provider) return sendFailure(response, noProvider);
      const url = await flows.begin(response, provider, { linkSessionId: id, returnTo: '/settings' });
      if (url) response.json({ url: url.href });
      else
        sendFailure(response, failure('internal', `${provider.label} didn’t answer. Try again in a minute.`));
    }),
  );

  router.delete(
    '/api/auth/identities/:provider',
    withSession(async ({ account }, request, response) => {
      const actor = { id: account.id, email: account.email, from: senderOf(request) };
      const outcome = await identities.unlink(actor, String(request.params.provider), names);
      if (outcome === 'none') return sendFailure(response, noProvider);
      if (outcome === 'last') {
        const message = 'This is your only way to sign in. Set a password first.';
        return sendFailure(response, failure('conflict', message));
      }
      response.json({});
    }),
  );

  return router;
}

const noProvider = failure('not-found', 'There is no such connected account.');

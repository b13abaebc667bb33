import { type Request, type Response, Router } from 'express';
import type { Logger } from 'pino';
import type { AttemptStores } from '../attempts/attempt-store.ts';
import { senderOf } from '../audit/sender.ts';
import { createAttemptLimiter } from '../auth/attempt-limiter.ts';
import { clientAddress } from '../auth/client-address.ts';
import type { SessionStart } from '../auth/session-start.ts';
import type { Sessions } from '../auth/sessions.ts';
import type { SecondStep } from '../second-factor/second-step.ts';
import type { FlowCookie, PendingFlow } from './flow-cookie.ts';
import type { Flows } from './flows.ts';
import type { Identities } from './identities.ts';
import type { NewAccounts } from './new-accounts.ts';
import { sendProblemPage } from './problem-page.ts';
import { describeProblem, type IdentityProblem } from './problems.ts';
import type { Identity, Provider } from './provider.ts';
import { invitationIn, returnPlace } from './return-place.ts';

/** Callbacks of one address within a minute: each makes this server ask the provider. */
const mostCallbacks = { maximum: 30, windowMilliseconds: 60_000 };

/** A browser that goes to a provider and comes back: `/api/auth/<name>` and `/api/auth/<name>/callback`. */
export function createRedirectRoutes(parts: {
  providers: Provider[];
  identities: Identities;
  flows: Flows;
  cookie: FlowCookie;
  sessions: Sessions;
  sessionStart: SessionStart;
  newAccounts: NewAccounts;
  secondStep: SecondStep;
  attempts: AttemptStores;
  log: Logger;
}): Router {
  const { providers, identities, flows, cookie, sessions, log } = parts;
  const callbacks = createAttemptLimiter(parts.attempts('callbacks'), mostCallbacks);
  const router = Router();

  const find = (request: Request) => providers.find(({ name }) => name === request.params.provider);

  function sendProblem(response: Response, provider: Provider, problem: IdentityProblem, back = '/'): void {
    sendProblemPage(response, { ...describeProblem(problem, provider.label), back });
  }

  router.get('/api/auth/:provider', async (request, response, next) => {
    const provider = find(request);
    if (!provider) return next();
    const returnTo = returnPlace(request.query.return);
    const url = await flows.begin(response, provider, { linkSessionId: null, returnTo });
    if (url) response.redirect(303, url.href);
    else sendProblem(response, provider, 'unreachable', returnTo);
  });

  router.get('/api/auth/:provider/callback', async (request, response, next) => {
    const provider = find(request);
    if (!provider) return next();
    const pending = cookie.read(request.headers);
    response.setHeader('Set-Cookie', cookie.clear());
    if (pending?.provider !== provider.name || pending.flow.state !== request.query.state) {
      return sendProblem(response, provider, 'started-elsewhere', pending?.returnTo);
    }
    const { returnTo } = pending;
    if ((await callbacks.begin(clientAddress(request))) !== null) {
      return sendProblem(response, provider, 'too-often', returnTo);
    }
    const { search } = new URL(request.originalUrl, 'http://localhost');
    const answer = await provider.finish(new URL(flows.redirectUri(provider) + search), pending.flow);
    if (!answer.ok) {
      log.warn({ err: answer.error, provider: provider.name }, 'A sign-in with a provider failed');
      return sendProblem(response, provider, answer.problem, returnTo);
    }
    const problem =
      pending.linkSessionId === null
        ? await signIn(request, response, provider, answer.value, returnTo)
        : await link(request, provider, answer.value, pending.linkSessionId);
    if (problem !== null) sendProblem(response, provider, problem, returnTo);
    else if (!response.headersSent) response.redirect(303, `/#${returnTo}`);
  });

  async function signIn(
    request: Request,
    response: Response,
    provider: Provider,
    identity: Identity,
    returnTo: string,
  ): Promise<IdentityProblem | null> {
    const from = senderOf(request);
    const find = (makesAccount: boolean) =>
      identities.signIn(provider.name, identity, { makesAccount, from });
    let found = await find(false);
    if ('problem' in found && found.problem === 'no-account') {
      const email = identity.email ?? '';
      const admission = await parts.newAccounts.admit(email, invitationIn(returnTo), from.address);
      if ('problem' in admission) return admission.problem;
      found = await find(true);
      if ('problem' in found) await admission.giveBack();
      else await parts.newAccounts.noteMade(email);
    }
    if ('problem' in found) return found.problem;
    const { userId } = found;
    if (await parts.secondStep.isNeeded(userId)) {
      const challenge = await parts.secondStep.challenge({ userId, isRemembered: true });
      response.redirect(303, `/#/sign-in/code/${challenge}/${encodeURIComponent(returnTo)}`);
      return null;
    }
    const started = await parts.sessionStart.start(request, found.userId, {
      ...{ isRemembered: true, givesTokens: false },
      ...{ isNew: found.isNew, detail: `with ${provider.name}` },
    });
    if (!started) return 'disabled';
    response.setHeader('Set-Cookie', [cookie.clear(), started.cookie]);
    return null;
  }

  async function link(
    request: Request,
    provider: Provider,
    identity: Identity,
    sessionId: NonNullable<PendingFlow['linkSessionId']>,
  ): Promise<IdentityProblem | null> {
    // Another person may have signed in in this browser meanwhile.
    const session = await sessions.find(request.headers);
    if (session?.id !== sessionId) return 'not-signed-in';
    const { id, email } = session.account;
    return identities.link(provider.name, identity, { id, email, from: senderOf(request) });
  }

  return router;
}

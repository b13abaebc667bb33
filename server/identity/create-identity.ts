import type { IncomingHttpHeaders } from 'node:http';
import type { Router } from 'express';
import type { RegistrationLimiter } from '../auth/registration-limiter.ts';
import type { SessionStart } from '../auth/session-start.ts';
import type { Sessions } from '../auth/sessions.ts';
import type { ServerContext } from '../context.ts';
import type { SecondStep } from '../second-factor/second-step.ts';
import { createDesktopRoutes } from './desktop-routes.ts';
import { createFlowCookie } from './flow-cookie.ts';
import { createFlows } from './flows.ts';
import { createIdentities } from './identities.ts';
import { createIdentityRoutes } from './identity-routes.ts';
import { createNewAccounts } from './new-accounts.ts';
import { createProvider } from './provider.ts';
import { createRedirectRoutes } from './redirect-routes.ts';

/** Signing in with other identities. Mount it after other routes of `/api/auth`: it takes any name. */
export function createIdentityRouters(parts: {
  context: ServerContext;
  sessions: Sessions;
  sessionStart: SessionStart;
  registrations: RegistrationLimiter;
  secret: string;
  secureCookies: boolean;
  isOwnPage(headers: IncomingHttpHeaders): boolean;
  secondStep: SecondStep;
}): Router[] {
  const { context, sessions, sessionStart, registrations } = parts;
  const { config, db, environment, publicUrl, log } = context;
  const { clock } = environment;
  const timeoutMilliseconds = config.providerMilliseconds;
  const providers = config.providers.map((one) => createProvider(one, { clock, timeoutMilliseconds }));
  const identities = createIdentities(db, environment);
  const cookie = createFlowCookie({ ...parts, clock });
  const flows = createFlows({ cookie, publicUrl, log });
  const shared = { providers, identities, flows, sessions };
  return [
    createDesktopRoutes(context, parts),
    createIdentityRoutes(shared),
    createRedirectRoutes({
      attempts: context.attempts,
      ...{ ...shared, cookie, sessionStart, log, secondStep: parts.secondStep },
      newAccounts: createNewAccounts(context.registration, registrations),
    }),
  ];
}

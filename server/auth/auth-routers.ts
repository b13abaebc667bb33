import type { Router } from 'express';
import type { AccountMail } from '../account/account-mail.ts';
import { createAccountRouters } from '../account/account-routers.ts';
import type { ServerContext } from '../context.ts';
import { createIdentityRouters } from '../identity/create-identity.ts';
import type { Realtime } from '../realtime/realtime.ts';
import { createSecondFactorRoutes } from '../second-factor/second-factor-routes.ts';
import { createSecondFactors } from '../second-factor/second-factors.ts';
import { createSecondStep } from '../second-factor/second-step.ts';
import { createAuth } from './auth.ts';
import { createAuthRoutes } from './auth-routes.ts';
import type { OriginCheck } from './origin.ts';
import type { PasswordGuards } from './password-guards.ts';
import { createRegistrationLimiter } from './registration-limiter.ts';
import { createSealedBox } from './sealed-box.ts';
import { createAnnouncement } from './session-announcement.ts';
import { createSessionList } from './session-list.ts';
import { createSessionRoutes } from './session-routes.ts';
import { createSessionStart } from './session-start.ts';
import type { Sessions } from './sessions.ts';

/** Registration, sign-in, sessions and accounts. */
export function createAuthRouters(
  context: ServerContext,
  parts: {
    mail: AccountMail;
    sessions: Sessions;
    guards: PasswordGuards;
    cookies: { secret: string; secureCookies: boolean };
    realtime: Realtime;
    isOwnPage: OriginCheck['isOwnPage'];
  },
): Router[] {
  const { mail, sessions, guards, cookies, realtime, isOwnPage } = parts;
  const { db, config, environment, audit, log } = context;
  const { hasher, accounts: passwords } = guards;
  const onSessionEnded = realtime.endSession;
  const announce = createAnnouncement(db, context.dispatcher);
  const sessionStart = createSessionStart({ sessions, ...cookies, announce });
  const registrations = createRegistrationLimiter(context.attempts, config.maximumRegistrations);
  const factors = createSecondFactors(db, {
    box: createSealedBox(cookies.secret, 'second factor'),
    clock: environment.clock,
    issuer: () => new URL(context.publicUrl()).host,
  });
  const step = createSecondStep(context, factors);
  return [
    createAuthRoutes({
      secondStep: step,
      ...{ sessions, sessionStart, passwords, registrations, isOwnPage, onSessionEnded, audit, ...cookies },
      clock: environment.clock,
      auth: createAuth({ db, hasher, ...cookies, publicUrl: config.publicUrl, environment, log }),
      registration: context.registration,
      sendConfirmation: mail.sendConfirmation,
    }),
    createSessionRoutes({ sessions, onSessionEnded, list: createSessionList(db, environment.clock) }),
    ...createAccountRouters(context, { mail, passwords, sessions, onSessionEnded }),
    createSecondFactorRoutes(context, { factors, step, sessionStart, isOwnPage }),
    // Last: its routes take any name.
    ...createIdentityRouters({
      ...{ context, sessions, sessionStart, registrations, isOwnPage, ...cookies },
      secondStep: step,
    }),
  ];
}

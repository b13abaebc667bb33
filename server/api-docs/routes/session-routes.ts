import * as z from 'zod';
import { currentAnnouncementSchema } from '../../../protocol/wire/announcement.ts';
import {
  desktopCodeSchema,
  desktopGrantSchema,
  desktopSignInSchema,
} from '../../../protocol/wire/desktop-sign-in.ts';
import { healthSchema, probeSchema } from '../../../protocol/wire/health.ts';
import {
  identityLinkSchema,
  signInProviderListSchema,
  waysInSchema,
} from '../../../protocol/wire/identity.ts';
import {
  enrolmentSchema,
  factorCodeSchema,
  recoveryCodesSchema,
  secondFactorSchema,
  secondStepSchema,
} from '../../../protocol/wire/second-factor.ts';
import { sessionListSchema } from '../../../protocol/wire/session.ts';
import { accountSchema, loginSchema, registerSchema, signedInSchema } from '../../../protocol/wire/user.ts';
import { refreshSchema } from '../../auth/auth-routes.ts';
import { type ApiRoute, json, nothing } from '../route.ts';

const withCookie =
  'The account and its tokens; the session cookie comes beside it. A page of the server itself gets empty tokens';

export const sessionRoutes: ApiRoute[] = [
  {
    method: 'get',
    path: '/api/announcement',
    who: 'signed-in',
    summary: 'What the operator of the server announces to everybody',
    answers: [json(currentAnnouncementSchema, 'The announcement, or null')],
  },
  {
    method: 'get',
    path: '/api/health',
    who: 'anyone',
    summary: 'Whether the server can answer requests, and its protocol version',
    answers: [json(healthSchema, 'They can')],
  },
  {
    method: 'get',
    path: '/api/health/live',
    who: 'anyone',
    summary: 'Whether the process still answers',
    answers: [json(probeSchema, 'It does')],
  },
  {
    method: 'get',
    path: '/api/health/ready',
    who: 'anyone',
    summary:
      'Whether a balancer should send requests to this server: its database answers and takes changes, its own storage too, and it is not stopping. A storage that servers share (S3) is only reported: if it fails, no server is better than another',
    answers: [json(probeSchema, 'It should')],
    errors: ['unavailable'],
  },
  {
    method: 'post',
    path: '/api/auth/register',
    who: 'anyone',
    summary: 'Creates an account and signs it in for 30 days',
    json: registerSchema,
    answers: [json(signedInSchema, withCookie, 201)],
    errors: ['conflict', 'rate-limited', 'forbidden'],
  },
  {
    method: 'post',
    path: '/api/auth/login',
    who: 'anyone',
    summary: 'Signs in',
    json: loginSchema,
    answers: [json(signedInSchema, withCookie)],
    errors: ['unauthorised', 'second-factor', 'rate-limited'],
  },
  {
    method: 'post',
    path: '/api/auth/refresh',
    who: 'anyone',
    summary:
      'Prolongs the session of the refresh token, or of cookie or bearer, and replaces both tokens. A refresh token that is used again after 60 seconds ends its session',
    json: refreshSchema,
    isBodyOptional: true,
    answers: [json(signedInSchema, withCookie)],
    errors: ['unauthorised'],
  },
  {
    method: 'post',
    path: '/api/auth/logout',
    who: 'anyone',
    summary: 'Ends the session, if any, and disconnects its sockets',
    answers: [nothing],
  },
  {
    method: 'get',
    path: '/api/auth/me',
    who: 'signed-in',
    summary: 'The signed-in account',
    answers: [json(accountSchema, 'The account')],
  },
  {
    method: 'get',
    path: '/api/auth/sessions',
    who: 'signed-in',
    summary: 'Where the caller is signed in, last used first',
    answers: [json(sessionListSchema, 'The sessions')],
  },
  {
    method: 'delete',
    path: '/api/auth/sessions/:id',
    who: 'signed-in',
    summary: 'Ends one of the caller’s sessions and disconnects its sockets',
    answers: [nothing],
  },
  {
    method: 'post',
    path: '/api/auth/sessions/end-others',
    who: 'signed-in',
    summary: 'Ends all of the caller’s sessions but this one',
    answers: [nothing],
  },
  {
    method: 'get',
    path: '/api/auth/providers',
    who: 'anyone',
    summary: 'The OpenID Connect providers that people can sign in with',
    answers: [json(signInProviderListSchema, 'The providers')],
  },
  {
    method: 'get',
    path: '/api/auth/identities',
    who: 'signed-in',
    summary: 'How the caller can sign in',
    answers: [json(waysInSchema, 'The ways')],
  },
  {
    method: 'post',
    path: '/api/auth/identities/:provider',
    who: 'signed-in',
    summary: 'Begins connecting an identity of that provider to the caller’s account',
    answers: [json(identityLinkSchema, 'Where to send the browser; its cookie comes beside it')],
  },
  {
    method: 'delete',
    path: '/api/auth/identities/:provider',
    who: 'signed-in',
    summary: 'Disconnects an identity, unless it is the only way to sign in',
    answers: [nothing],
    errors: ['conflict'],
  },
  {
    method: 'get',
    path: '/api/auth/:provider',
    who: 'anyone',
    summary:
      'For a browser: goes to the provider (303), such as `/api/auth/google`. A failure is answered with a page, 503',
    query: z.object({ return: z.string().optional() }),
    answers: [{ status: 303, summary: 'To the provider' }],
    errors: ['not-found'],
  },
  {
    method: 'get',
    path: '/api/auth/:provider/callback',
    who: 'anyone',
    summary:
      'For a browser that comes back from the provider: signs in, or connects the identity. The session cookie comes beside it. A failure is answered with a page: 400, 401, 403, 409, 429, 502 or 503',
    query: z.object({ code: z.string().optional(), state: z.string().optional() }),
    answers: [{ status: 303, summary: 'To the page, at `/`' }],
    errors: ['not-found'],
  },
  {
    method: 'post',
    path: '/api/auth/desktop/code',
    who: 'signed-in',
    summary:
      'A code for an app that signs in through this browser as the caller, good for 60 seconds and once',
    json: desktopGrantSchema,
    answers: [json(desktopCodeSchema, 'The code')],
  },
  {
    method: 'post',
    path: '/api/auth/desktop',
    who: 'anyone',
    summary: 'Signs an app in with a code from the browser and the verifier of its challenge',
    json: desktopSignInSchema,
    answers: [json(signedInSchema, withCookie)],
    errors: ['unauthorised'],
  },
  {
    method: 'post',
    path: '/api/auth/login/second-factor',
    who: 'anyone',
    summary:
      'The second step of a sign-in: the challenge of its refusal `second-factor`, and a code or recovery code. A wrong code is refused with a new challenge',
    json: secondStepSchema,
    answers: [json(signedInSchema, withCookie)],
    errors: ['second-factor', 'unauthorised', 'rate-limited'],
  },
  {
    method: 'get',
    path: '/api/auth/second-factor',
    who: 'signed-in',
    summary: 'Whether signing in to the caller’s account needs a code',
    answers: [json(secondFactorSchema, 'The second factor')],
  },
  {
    method: 'post',
    path: '/api/auth/second-factor',
    who: 'signed-in',
    summary: 'Begins turning the second factor on',
    answers: [json(enrolmentSchema, 'For an authenticator app')],
    errors: ['conflict'],
  },
  {
    method: 'post',
    path: '/api/auth/second-factor/confirm',
    who: 'signed-in',
    summary: 'Turns it on with a first code',
    json: factorCodeSchema,
    answers: [json(recoveryCodesSchema, 'The recovery codes, this one time')],
  },
  {
    method: 'post',
    path: '/api/auth/second-factor/codes',
    who: 'signed-in',
    summary: 'Replaces the recovery codes; needs a code',
    json: factorCodeSchema,
    answers: [json(recoveryCodesSchema, 'The recovery codes, this one time')],
    errors: ['conflict', 'rate-limited'],
  },
  {
    method: 'post',
    path: '/api/auth/second-factor/off',
    who: 'signed-in',
    summary: 'Turns it off; needs a code',
    json: factorCodeSchema,
    answers: [nothing],
    errors: ['conflict', 'rate-limited'],
  },
];

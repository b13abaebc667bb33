import { healthSchema } from '../../../protocol/wire/health.ts';
import { sessionListSchema } from '../../../protocol/wire/session.ts';
import { accountSchema, loginSchema, registerSchema, signedInSchema } from '../../../protocol/wire/user.ts';
import { refreshSchema } from '../../auth/auth-routes.ts';
import { type ApiRoute, json, nothing } from '../route.ts';

const withCookie =
  'The account and its tokens; the session cookie comes beside it. A page of the server itself gets empty tokens';

export const sessionRoutes: ApiRoute[] = [
  {
    method: 'get',
    path: '/api/health',
    who: 'anyone',
    summary: 'Whether the server can answer requests, and its protocol version',
    answers: [json(healthSchema, 'They can')],
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
    errors: ['unauthorised', 'rate-limited'],
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
];

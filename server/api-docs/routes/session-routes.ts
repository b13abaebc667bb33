import { healthSchema } from '../../../protocol/wire/health.ts';
import { accountSchema, loginSchema, registerSchema, signedInSchema } from '../../../protocol/wire/user.ts';
import { refreshSchema } from '../../auth/auth-routes.ts';
import { type ApiRoute, json, nothing } from '../route.ts';

const withCookie = 'The account and its tokens; the session cookie comes beside it';

export const sessionRoutes: ApiRoute[] = [
  {
    method: 'get',
    path: '/api/health',
    who: 'anyone',
    says: 'Whether requests can be answered, and which version of the protocol is spoken',
    answers: [json(healthSchema, 'They can')],
  },
  {
    method: 'post',
    path: '/api/auth/register',
    who: 'anyone',
    says: 'Makes an account and signs it in for 30 days',
    json: registerSchema,
    answers: [json(signedInSchema, withCookie, 201)],
    errors: ['conflict', 'rate-limited'],
  },
  {
    method: 'post',
    path: '/api/auth/login',
    who: 'anyone',
    says: 'Signs in',
    json: loginSchema,
    answers: [json(signedInSchema, withCookie)],
    errors: ['unauthorised', 'rate-limited'],
  },
  {
    method: 'post',
    path: '/api/auth/refresh',
    who: 'anyone',
    says: 'Restarts the time of the session; without a refresh token, that of cookie or bearer',
    json: refreshSchema,
    isBodyOptional: true,
    answers: [json(signedInSchema, withCookie)],
    errors: ['unauthorised'],
  },
  {
    method: 'post',
    path: '/api/auth/logout',
    who: 'anyone',
    says: 'Ends the session, if there is one, and disconnects its sockets',
    answers: [nothing],
  },
  {
    method: 'get',
    path: '/api/auth/me',
    who: 'signed-in',
    says: 'The account that is signed in',
    answers: [json(accountSchema, 'The account')],
  },
];

import { type Request, type Response, Router } from 'express';
import * as z from 'zod';
import type { Account, SignedIn } from '../../protocol/wire/user.ts';
import { loginSchema, registerSchema } from '../../protocol/wire/user.ts';
import { failure, parseInput } from '../failure.ts';
import { sendFailure } from '../http/answer.ts';
import { type Auth, rememberedSeconds } from './auth.ts';
import type { LoginLimiter } from './login-limiter.ts';
import { sessionCookie } from './session-cookie.ts';
import type { Sessions } from './sessions.ts';

export const refreshSchema = z.object({ refreshToken: z.string().min(1).max(200).optional() });

/** What better-auth throws for an expected refusal. */
type AuthRefusal = { name: string; statusCode?: number; body?: { code?: string } };

/** The documented `/api/auth` routes (wire §2). */
export function createAuthRoutes(parts: {
  auth: Auth;
  sessions: Sessions;
  limiter: LoginLimiter;
  secret: string;
  secureCookies: boolean;
  /** Called when a session has ended: its sockets go at once. */
  onSessionEnded(sessionId: string): void;
}): Router {
  const { auth, sessions, limiter } = parts;
  const router = Router();

  /** Passes on better-auth's cookies and answers with the account and its tokens. */
  async function answerSignedIn(
    response: Response,
    status: number,
    signedIn: { headers: Headers; token: string; user: Omit<SignedIn['user'], 'role'> & { role?: unknown } },
    isRemembered: boolean,
  ): Promise<void> {
    const { id, email, name, role } = signedIn.user;
    const body: SignedIn = {
      user: { id, email, name, role: role === 'ADMIN' ? 'ADMIN' : 'MEMBER' },
      accessToken: signedIn.token,
      refreshToken: await sessions.begin(signedIn.token, isRemembered),
    };
    response.setHeader('Set-Cookie', signedIn.headers.getSetCookie());
    response.status(status).json(body);
  }

  router.post('/api/auth/register', async (request, response) => {
    const parsed = parseInput(registerSchema, request.body);
    if (!parsed.ok) return sendFailure(response, parsed);
    const answer = await refusable(() =>
      auth.api.signUpEmail({
        body: { ...parsed.data, rememberMe: true },
        headers: clientHeaders(request),
        returnHeaders: true,
      }),
    );
    if ('refusal' in answer) {
      const isTaken = answer.refusal.body?.code?.startsWith('USER_ALREADY_EXISTS');
      return sendFailure(
        response,
        isTaken
          ? failure('conflict', 'email: There is already an account with this e-mail address.')
          : failure('invalid', 'The account could not be made.'),
      );
    }
    const { token, user } = answer.value.response;
    if (!token) throw new Error('better-auth made an account without signing it in');
    return answerSignedIn(response, 201, { headers: answer.value.headers, token, user }, true);
  });

  router.post('/api/auth/login', async (request, response) => {
    const parsed = parseInput(loginSchema, request.body);
    if (!parsed.ok) return sendFailure(response, parsed);
    const { email, password, rememberMe = false } = parsed.data;
    const address = request.socket.remoteAddress ?? '';
    if (!limiter.mayTry(address, email)) {
      response.setHeader('Retry-After', '900');
      return sendFailure(response, failure('rate-limited', 'Too many failed sign-ins. Wait 15 minutes.'));
    }
    const answer = await refusable(() =>
      auth.api.signInEmail({
        body: { email, password, rememberMe },
        headers: clientHeaders(request),
        returnHeaders: true,
      }),
    );
    if ('refusal' in answer) {
      return sendFailure(response, failure('unauthorised', 'E-mail address or password is wrong.'));
    }
    limiter.succeeded(address, email);
    const { token, user } = answer.value.response;
    return answerSignedIn(response, 200, { headers: answer.value.headers, token, user }, rememberMe);
  });

  router.post('/api/auth/refresh', async (request, response) => {
    const parsed = parseInput(refreshSchema, request.body ?? {});
    if (!parsed.ok) return sendFailure(response, parsed);
    const { refreshToken } = parsed.data;
    const session = refreshToken
      ? await sessions.findByRefreshToken(refreshToken)
      : await sessions.find(request.headers);
    const next = session && (await sessions.prolong(session));
    if (!next) return sendFailure(response, notSignedIn);
    const { id, email, name, role } = session.account;
    const body: SignedIn = {
      user: { id, email, name, role },
      accessToken: session.token,
      refreshToken: next,
    };
    const maxAgeSeconds = session.isRemembered ? rememberedSeconds : null;
    response.setHeader('Set-Cookie', sessionCookie(session.token, { ...parts, maxAgeSeconds }));
    return response.json(body);
  });

  router.post('/api/auth/logout', async (request, response) => {
    const session = await sessions.find(request.headers);
    // better-auth ends what the cookie names; a bearer is given the cookie it would have had. Also without a living
    // session: the browser's dead cookie goes, and asking twice is no error.
    const [cookie = ''] = session
      ? sessionCookie(session.token, { ...parts, maxAgeSeconds: null }).split(';')
      : [];
    const { headers } = await auth.api.signOut({ headers: new Headers({ cookie }), returnHeaders: true });
    if (session) parts.onSessionEnded(session.id);
    response.setHeader('Set-Cookie', headers.getSetCookie());
    response.json({});
  });

  router.get('/api/auth/me', async (request, response) => {
    const session = await sessions.find(request.headers);
    if (!session) return sendFailure(response, notSignedIn);
    return response.json(session.account satisfies Account);
  });

  return router;
}

const notSignedIn = failure('unauthorised', 'Sign in first.');

/** What better-auth keeps beside a new session. */
function clientHeaders(request: Request): Headers {
  return new Headers({ 'user-agent': request.headers['user-agent'] ?? '' });
}

/** better-auth says "no" by throwing an APIError with a 4xx; anything else thrown is a bug and goes on. */
async function refusable<Value>(
  ask: () => Promise<Value>,
): Promise<{ value: Value } | { refusal: AuthRefusal }> {
  try {
    return { value: await ask() };
  } catch (error) {
    const refusal = error as AuthRefusal;
    if (refusal.name === 'APIError' && (refusal.statusCode ?? 500) < 500) return { refusal };
    throw error;
  }
}

import type { IncomingHttpHeaders } from 'node:http';
import { type Request, type Response, Router } from 'express';
import * as z from 'zod';
import type { Clock } from '../../common/clock.ts';
import type { Account, SignedIn } from '../../protocol/wire/user.ts';
import { accountHeader, loginSchema, registerSchema } from '../../protocol/wire/user.ts';
import type { AuditNotes } from '../audit/audit-notes.ts';
import { senderOf } from '../audit/sender.ts';
import { failure, parseInput } from '../failure.ts';
import { sendFailure, sendRateLimited } from '../http/answer.ts';
import { strangerJson } from '../http/body.ts';
import type { Registration } from '../operator/registration.ts';
import { codeNeeded, type SecondStep, sendSecondFactor } from '../second-factor/second-step.ts';
import type { Auth } from './auth.ts';
import { clientAddress } from './client-address.ts';
import { refuseCommonPassword } from './common-passwords.ts';
import type { PasswordGuard } from './password-guard.ts';
import type { RegistrationLimiter } from './registration-limiter.ts';
import type { Tokens } from './rotation.ts';
import { sessionCookie } from './session-cookie.ts';
import type { SessionStart } from './session-start.ts';
import type { Session, Sessions } from './sessions.ts';

export const refreshSchema = z.object({ refreshToken: z.string().min(1).max(200).optional() });

/** The error that better-auth throws when it refuses a request. */
type AuthRefusal = { name: string; statusCode?: number; body?: { code?: string } };

type Parts = {
  auth: Auth;
  sessions: Sessions;
  passwords: PasswordGuard;
  registrations: RegistrationLimiter;
  clock: Clock;
  secret: string;
  secureCookies: boolean;
  /** Whether a request comes from the server's own page, which is given no tokens: it has the cookie. */
  isOwnPage(headers: IncomingHttpHeaders): boolean;
  /** Sends a new account the link that confirms its address. */
  sendConfirmation(facts: { userId: string; email: string }): void;
  sessionStart: SessionStart;
  secondStep: SecondStep;
  /** Called after a session was ended, to disconnect its sockets. */
  onSessionEnded(sessionId: string): void;
  registration: Registration;
  audit: AuditNotes;
};

/** The documented `/api/auth` routes (docs/protocol.md). */
export function createAuthRoutes(parts: Parts): Router {
  const { auth, sessions, passwords, registrations, isOwnPage } = parts;
  const router = Router();

  /** Answers with the account, its tokens and better-auth's cookies. */
  async function answerSignedIn(
    request: Request,
    response: Response,
    status: number,
    signedIn: { headers: Headers; token: string; user: Omit<SignedIn['user'], 'role'> & { role?: unknown } },
    isRemembered: boolean,
  ): Promise<void> {
    // Only after the right password: a stranger learns nothing.
    if (await sessions.refuseDisabled(signedIn.token)) {
      noteFailure(parts.audit, request, signedIn.user.email, 'disabled');
      return sendFailure(response, disabled);
    }
    const { id, email, name, role } = signedIn.user;
    const givesTokens = !isOwnPage(request.headers);
    const begun = await parts.sessionStart.complete(
      request,
      { userId: id, token: signedIn.token },
      { isRemembered, givesTokens, isNew: status === 201 },
    );
    const body: SignedIn = {
      user: { id, email, name, role: role === 'ADMIN' ? 'ADMIN' : 'MEMBER' },
      accessToken: givesTokens ? signedIn.token : '',
      refreshToken: begun.refreshToken,
    };
    response.setHeader('Set-Cookie', signedIn.headers.getSetCookie());
    response.status(status).json(body);
  }

  router.post('/api/auth/register', strangerJson, async (request, response) => {
    const parsed = parseInput(registerSchema, request.body);
    if (!parsed.ok) return sendFailure(response, parsed);
    const address = clientAddress(request);
    const wait = await registrations.begin(address);
    if (wait !== null) return sendRateLimited(response, wait, 'Too many new accounts. Try again later.');
    const common = await refuseCommonPassword(parsed.data.password);
    if (common) return sendFailure(response, common);
    const { invitation, ...body } = parsed.data;
    const admission = await parts.registration.admit(body.email, invitation);
    if (!admission.ok) return sendFailure(response, admission);
    const hashed = await passwords.hash(address, parsed.data.password);
    if (hashed.kind === 'wait') {
      await admission.giveBack();
      return sendRateLimited(response, hashed.seconds, 'The server is busy. Try again.');
    }
    const answer = await refusable(() => auth.signUp(body, hashed.result, clientHeaders(request)));
    if ('refusal' in answer) {
      await admission.giveBack();
      const isTaken = answer.refusal.body?.code?.startsWith('USER_ALREADY_EXISTS');
      return sendFailure(
        response,
        isTaken
          ? failure('conflict', 'email: There is already an account with this email.')
          : failure('invalid', 'The account could not be created.'),
      );
    }
    await parts.registration.noteMade(body.email);
    const { token, user } = answer.value.response;
    if (!token) throw new Error('better-auth made an account without signing it in');
    parts.sendConfirmation({ userId: user.id, email: user.email });
    return answerSignedIn(request, response, 201, { headers: answer.value.headers, token, user }, true);
  });

  router.post('/api/auth/login', strangerJson, async (request, response) => {
    const parsed = parseInput(loginSchema, request.body);
    if (!parsed.ok) return sendFailure(response, parsed);
    const { email, password, rememberMe = false } = parsed.data;
    const address = clientAddress(request);
    const check = async () => {
      const answer = await refusable(() =>
        auth.signIn({ email, password, rememberMe }, clientHeaders(request)),
      );
      return 'refusal' in answer ? null : answer.value;
    };
    const isKnown = await sessions.isKnownAddress(email, address);
    const checked = await passwords.check(address, email, check, isKnown);
    if (checked.kind !== 'right') noteFailure(parts.audit, request, email, checked.kind);
    if (checked.kind === 'wait') {
      return sendRateLimited(response, checked.seconds, 'Too many sign-in attempts. Try again later.');
    }
    if (checked.kind === 'wrong') {
      return sendFailure(response, failure('unauthorised', 'That email and password don’t match.'));
    }
    const { headers, response: signedIn } = checked.result;
    const { token, user } = signedIn;
    if (await parts.secondStep.isNeeded(user.id)) {
      await parts.secondStep.discardSession(token);
      const challenge = await parts.secondStep.challenge({ userId: user.id, isRemembered: rememberMe });
      return sendSecondFactor(response, challenge, codeNeeded);
    }
    return answerSignedIn(request, response, 200, { headers, token, user }, rememberMe);
  });

  router.post('/api/auth/refresh', strangerJson, async (request, response) => {
    const parsed = parseInput(refreshSchema, request.body ?? {});
    if (!parsed.ok) return sendFailure(response, parsed);
    const givesTokens = !isOwnPage(request.headers);
    const rotated = await rotate(parts, request, parsed.data.refreshToken, givesTokens);
    if (!rotated) return sendFailure(response, notSignedIn);
    const { session, tokens } = rotated;
    await sessions.setAddress(session.id, clientAddress(request));
    const { id, email, name, role } = session.account;
    const body: SignedIn = {
      user: { id, email, name, role },
      ...(givesTokens ? tokens : { accessToken: '', refreshToken: '' }),
    };
    const maxAgeSeconds = session.isRemembered ? secondsUntil(session.expiresAt, parts.clock) : null;
    response.setHeader('Set-Cookie', sessionCookie(tokens.accessToken, { ...parts, maxAgeSeconds }));
    return response.json(body);
  });

  router.post('/api/auth/logout', async (request, response) => {
    const session = await sessions.find(request.headers);
    if (session) {
      await sessions.end(session, senderOf(request));
      parts.onSessionEnded(session.id);
    } else if (request.headers[accountHeader] !== undefined) {
      // The cookie may be that of a person who has signed in in another tab.
      return response.json({});
    }
    // Without a session this only clears the browser's cookie: signing out twice is not an error.
    const { headers } = await auth.signOut();
    response.setHeader('Set-Cookie', headers.getSetCookie());
    return response.json({});
  });

  router.get('/api/auth/me', async (request, response) => {
    const session = await sessions.find(request.headers);
    if (!session) return sendFailure(response, notSignedIn);
    return response.json(session.account satisfies Account);
  });

  return router;
}

const failures = {
  wrong: undefined,
  wait: 'Too many attempts, so the password was not looked at.',
  disabled: 'The password is right, but the account is disabled.',
};

function noteFailure(audit: AuditNotes, request: Request, email: string, kind: keyof typeof failures): void {
  const detail = failures[kind];
  audit.note({ kind: 'sign-in.failed', detail }, { id: null, email, from: senderOf(request) });
}

/** Exchanges the refresh token or, without one, the access token of the request. A page has no refresh token. */
async function rotate(
  { sessions, onSessionEnded }: Pick<Parts, 'sessions' | 'onSessionEnded'>,
  request: Request,
  refreshToken: string | undefined,
  givesTokens: boolean,
): Promise<{ session: Session; tokens: Tokens } | null> {
  if (refreshToken === undefined) {
    const present = await sessions.find(request.headers);
    const tokens = present && (await sessions.rotation.byAccessToken(present.id, present.token, givesTokens));
    const session = tokens && (await sessions.read(present.id));
    return session && { session, tokens };
  }
  const rotated = await sessions.rotation.byRefreshToken(refreshToken, senderOf(request));
  if (rotated?.kind === 'reused') onSessionEnded(rotated.sessionId);
  if (rotated?.kind !== 'rotated') return null;
  const session = await sessions.read(rotated.sessionId);
  return session && { session, tokens: rotated.tokens };
}

const disabled = failure(
  'forbidden',
  'This account is disabled. Ask the person who runs this server to enable it.',
);

const notSignedIn = failure('unauthorised', 'Sign in first.');

function secondsUntil(moment: string, clock: Clock): number {
  return Math.max(0, Math.round((Date.parse(moment) - clock.now()) / 1000));
}

/** The headers that better-auth stores with a new session. */
function clientHeaders(request: Request): Headers {
  return new Headers({ 'user-agent': request.headers['user-agent'] ?? '' });
}

/** Returns better-auth's refusals, which it throws as an APIError with a 4xx. Anything else is a bug and is rethrown. */
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

import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Router } from 'express';
import * as z from 'zod';
import { desktopGrantSchema, desktopSignInSchema } from '../../protocol/wire/desktop-sign-in.ts';
import type { SignedIn } from '../../protocol/wire/user.ts';
import { createOneTimeCodes } from '../auth/one-time-codes.ts';
import type { SessionStart } from '../auth/session-start.ts';
import type { ServerContext } from '../context.ts';
import { failure, parseInput } from '../failure.ts';
import { sendFailure } from '../http/answer.ts';
import { strangerJson } from '../http/body.ts';
import { signedIn } from '../http/signed-in.ts';

/** A code goes from the browser to the app beside it. */
const codeSeconds = 60;

const grantSchema = z.object({ userId: z.string(), challenge: z.string() });

/**
 * Signing an app in through the system's browser (RFC 8252): the browser, which is signed in, gets a code for the app's
 * challenge, and the app exchanges code and verifier for a session of its own. A code without its verifier is worthless.
 */
export function createDesktopRoutes(
  context: ServerContext,
  parts: { sessionStart: SessionStart; isOwnPage(headers: IncomingHttpHeaders): boolean },
): Router {
  const { db, environment } = context;
  const codes = createOneTimeCodes(db, environment, { purpose: 'desktop', seconds: codeSeconds });
  const router = Router();

  router.post(
    '/api/auth/desktop/code',
    signedIn(context, async ({ id }, request, response) => {
      const parsed = parseInput(desktopGrantSchema, request.body);
      if (!parsed.ok) return sendFailure(response, parsed);
      const { challenge } = parsed.data;
      response.json({ code: await codes.issue(JSON.stringify({ userId: id, challenge })) });
    }),
  );

  router.post('/api/auth/desktop', strangerJson, async (request, response) => {
    const parsed = parseInput(desktopSignInSchema, request.body);
    if (!parsed.ok) return sendFailure(response, parsed);
    const value = await codes.spend(parsed.data.code);
    const grant = value === null ? null : grantSchema.parse(JSON.parse(value));
    if (!grant || !matches(parsed.data.verifier, grant.challenge)) return sendFailure(response, expired);
    const user = await db
      .selectFrom('user')
      .select(['id', 'email', 'name', 'role'])
      .where('id', '=', grant.userId)
      .executeTakeFirst();
    const started =
      user &&
      (await parts.sessionStart.start(request, user.id, {
        ...{ isRemembered: true, givesTokens: !parts.isOwnPage(request.headers) },
        detail: 'through the browser',
      }));
    if (!user || !started) return sendFailure(response, expired);
    const { accessToken, refreshToken, cookie } = started;
    response.setHeader('Set-Cookie', cookie);
    response.json({ user, accessToken, refreshToken } satisfies SignedIn);
  });

  return router;
}

const expired = failure(
  'unauthorised',
  'This sign-in has expired or was already used. Start again in the app.',
);

function matches(verifier: string, challenge: string): boolean {
  const digest = createHash('sha256').update(verifier).digest();
  const expected = Buffer.from(challenge, 'base64url');
  return digest.length === expected.length && timingSafeEqual(digest, expected);
}

import type { IncomingHttpHeaders } from 'node:http';
import { type Request, type Response, Router } from 'express';
import { factorCodeSchema, secondStepSchema } from '../../protocol/wire/second-factor.ts';
import type { SignedIn } from '../../protocol/wire/user.ts';
import { senderOf } from '../audit/sender.ts';
import type { SessionStart } from '../auth/session-start.ts';
import type { Actor } from '../commands/handler.ts';
import type { ServerContext } from '../context.ts';
import { failure, parseInput } from '../failure.ts';
import { sendFailure, sendRateLimited } from '../http/answer.ts';
import { strangerJson } from '../http/body.ts';
import { signedIn } from '../http/signed-in.ts';
import type { SecondFactors } from './second-factors.ts';
import { codeWrong, type SecondStep, sendSecondFactor } from './second-step.ts';

const tooMany = 'Too many wrong codes. Try again later.';

/** `/api/auth/second-factor`, and the second step of a sign-in. */
export function createSecondFactorRoutes(
  context: ServerContext,
  parts: {
    factors: SecondFactors;
    step: SecondStep;
    sessionStart: SessionStart;
    isOwnPage(headers: IncomingHttpHeaders): boolean;
  },
): Router {
  const { factors, step } = parts;
  const router = Router();

  /** Runs with a code that is right; every other answer is sent here. */
  const withCode = (
    handle: (owner: Actor, code: string, request: Request, response: Response) => Promise<void>,
  ) =>
    signedIn(context, async (owner, request, response) => {
      const parsed = parseInput(factorCodeSchema, request.body);
      if (!parsed.ok) return sendFailure(response, parsed);
      await handle(owner, parsed.data.code, request, response);
    });
  const proved = (handle: (owner: Actor, request: Request, response: Response) => Promise<void>) =>
    withCode(async (owner, code, request, response) => {
      if (!(await factors.isOn(owner.id))) return sendFailure(response, notOn);
      const guess = await step.guess(owner, code, request);
      if (guess.kind === 'wait') return sendRateLimited(response, guess.seconds, tooMany);
      if (guess.kind === 'wrong') return sendFailure(response, failure('invalid', codeWrong));
      await handle(owner, request, response);
    });

  router.get(
    '/api/auth/second-factor',
    signedIn(context, async ({ id }, _request, response) => void response.json(await factors.read(id))),
  );
  router.post(
    '/api/auth/second-factor',
    signedIn(context, async (owner, request, response) => {
      const enrolment = await factors.begin({ ...owner, from: senderOf(request) });
      if (enrolment) response.json(enrolment);
      else sendFailure(response, failure('conflict', 'Two-step sign-in is already on.'));
    }),
  );
  router.post(
    '/api/auth/second-factor/confirm',
    withCode(async (owner, code, request, response) => {
      const recoveryCodes = await factors.confirm({ ...owner, from: senderOf(request) }, code);
      if (recoveryCodes) response.json({ recoveryCodes });
      else sendFailure(response, failure('invalid', `${codeWrong} Enter the one that is shown now.`));
    }),
  );
  router.post(
    '/api/auth/second-factor/codes',
    proved(async (owner, request, response) => {
      response.json({ recoveryCodes: await factors.renewCodes({ ...owner, from: senderOf(request) }) });
    }),
  );
  router.post(
    '/api/auth/second-factor/off',
    proved(async (owner, request, response) => {
      await factors.turnOff({ ...owner, from: senderOf(request) });
      response.json({});
    }),
  );

  router.post('/api/auth/login/second-factor', strangerJson, async (request, response) => {
    const parsed = parseInput(secondStepSchema, request.body);
    if (!parsed.ok) return sendFailure(response, parsed);
    const pending = await step.spend(parsed.data.challenge);
    const user =
      pending &&
      (await context.db
        .selectFrom('user')
        .select(['id', 'email', 'name', 'role'])
        .where('id', '=', pending.userId)
        .executeTakeFirst());
    if (!pending || !user) return sendFailure(response, expired);
    const guess = await step.guess(user, parsed.data.code, request);
    if (guess.kind === 'wait') return sendRateLimited(response, guess.seconds, tooMany);
    if (guess.kind === 'wrong') return sendSecondFactor(response, await step.challenge(pending), codeWrong);
    const givesTokens = !parts.isOwnPage(request.headers);
    const { isRemembered } = pending;
    const options = { isRemembered, givesTokens, detail: 'with a second factor' };
    const started = await parts.sessionStart.start(request, user.id, options);
    if (!started) return sendFailure(response, expired);
    const { accessToken, refreshToken, cookie } = started;
    response.setHeader('Set-Cookie', cookie);
    response.json({ user, accessToken, refreshToken } satisfies SignedIn);
  });

  return router;
}

const notOn = failure('conflict', 'Two-step sign-in is not on.');
const expired = failure('unauthorised', 'This sign-in has expired. Sign in again.');

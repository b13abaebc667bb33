import type { Request, Response } from 'express';
import * as z from 'zod';
import { errorStatus } from '../../protocol/wire/error.ts';
import type { AuditNotes } from '../audit/audit-notes.ts';
import { senderOf } from '../audit/sender.ts';
import { createOneTimeCodes, type OneTimeCodes } from '../auth/one-time-codes.ts';
import { createSlowDown, type Pace, type Turn } from '../auth/slow-down.ts';
import type { ServerContext } from '../context.ts';
import { hashToken } from '../hash-token.ts';
import { requestIdOf } from '../http/answer.ts';
import type { SecondFactors } from './second-factors.ts';

/** How long the second step of a sign-in may take. */
const stepSeconds = 5 * 60;

const pendingSchema = z.object({ userId: z.string(), isRemembered: z.boolean() });

/** A sign-in whose first step was right. */
export type PendingSignIn = z.infer<typeof pendingSchema>;

/** `wait`: too many wrong codes; in so many seconds. */
export type Guess = { kind: 'right' } | { kind: 'wrong' } | { kind: 'wait'; seconds: number };

/** The second step of sign-ins. */
export type SecondStep = {
  isNeeded(userId: string): Promise<boolean>;
  /** Ends the session that better-auth makes with each right password, and whose token nobody has yet. */
  discardSession(token: string): Promise<void>;
  /** A value that the second step takes, good for five minutes and once. */
  challenge(pending: PendingSignIn): Promise<string>;
  spend(challenge: string): Promise<PendingSignIn | null>;
  /** Checks a code in its turn. Guesses for an account become rarer, from wherever they come. */
  guess(owner: { id: string; email: string }, code: string, request: Request): Promise<Guess>;
};

export function createSecondStep(
  { db, environment, audit, attempts }: ServerContext,
  factors: SecondFactors,
): SecondStep {
  const codes: OneTimeCodes = createOneTimeCodes(db, environment, {
    ...{ purpose: 'second-step', seconds: stepSeconds },
  });
  // A guess needs the password first, so this can’t keep an owner out by chance.
  const slowDown = createSlowDown(attempts('second steps'));
  const pace: Pace = {
    ...{ maximum: 5, windowMilliseconds: 24 * 60 * 60 * 1000, mostMilliseconds: 15 * 60 * 1000 },
  };

  return {
    isNeeded: factors.isOn,
    async discardSession(token) {
      await db.deleteFrom('session').where('tokenHash', '=', hashToken(token)).execute();
    },
    challenge: (pending) => codes.issue(JSON.stringify(pending)),
    async spend(challenge) {
      const value = await codes.spend(challenge);
      return value === null ? null : pendingSchema.parse(JSON.parse(value));
    },
    async guess({ id, email }, code, request) {
      const turn: Turn = { key: id, pace };
      const wait = await slowDown.begin([turn], 0);
      if (wait > 0) return { kind: 'wait', seconds: Math.ceil(wait / 1000) };
      const actor = { id, email, from: senderOf(request) };
      if (await factors.check(actor, code)) {
        await slowDown.forgive([turn], turn);
        return { kind: 'right' };
      }
      noteFailure(audit, actor);
      return { kind: 'wrong' };
    },
  };
}

function noteFailure(audit: AuditNotes, actor: Parameters<AuditNotes['note']>[1]): void {
  audit.note({ kind: 'second-factor.failed' }, actor);
}

/** The refusal of a sign-in that needs a code. Older clients show its sentence. */
export function sendSecondFactor(response: Response, challenge: string, message: string): void {
  const kind = 'second-factor';
  response.status(errorStatus[kind]).json({
    ...{ error: message, kind, statusCode: errorStatus[kind], challenge },
    ...requestIdOf(response),
  });
}

export const codeNeeded =
  'Enter the code of your authenticator app. This version of BandMate must support that.';
export const codeWrong = 'That code is wrong or was already used.';

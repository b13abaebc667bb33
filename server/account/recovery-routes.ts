import { Router } from 'express';
import {
  type ForgottenPassword,
  forgotPasswordSchema,
  resetPasswordSchema,
} from '../../protocol/wire/account.ts';
import { senderOf } from '../audit/sender.ts';
import { clientAddress } from '../auth/client-address.ts';
import { refuseCommonPassword } from '../auth/common-passwords.ts';
import type { PasswordGuard } from '../auth/password-guard.ts';
import type { ServerContext } from '../context.ts';
import { failure, parseInput } from '../failure.ts';
import { sendFailure, sendRateLimited } from '../http/answer.ts';
import { strangerJson } from '../http/body.ts';
import type { AccountMail } from './account-mail.ts';
import { readToken } from './account-tokens.ts';
import type { MailLimits } from './mail-limits.ts';
import { resetPassword } from './set-password.ts';

export const expiredLink = failure(
  'expired-link',
  'This link no longer works: it was used, replaced by a newer one, or is too old.',
);

/** Getting back in without the password: a link by mail, and a new password by its token. */
export function createRecoveryRoutes(
  { db, environment, audit }: ServerContext,
  parts: {
    mail: AccountMail;
    limits: MailLimits;
    passwords: PasswordGuard;
    /** Called after a session was ended, to disconnect its sockets. */
    onSessionEnded(sessionId: string): void;
  },
): Router {
  const { mail, limits, passwords, onSessionEnded } = parts;
  const { clock, newId } = environment;
  const router = Router();

  router.post('/api/auth/forgot-password', strangerJson, async (request, response) => {
    const parsed = parseInput(forgotPasswordSchema, request.body);
    if (!parsed.ok) return sendFailure(response, parsed);
    const { email } = parsed.data;
    const wait = await limits.begin(clientAddress(request), email);
    if (wait !== null) return sendRateLimited(response, wait, 'Too many requests. Try again later.');
    audit.note({ kind: 'password.reset-asked' }, { id: null, email, from: senderOf(request) });
    mail.sendResetLink(email);
    response.json({ sendsMail: mail.isConfigured } satisfies ForgottenPassword);
  });

  router.post('/api/auth/reset-password', strangerJson, async (request, response) => {
    const parsed = parseInput(resetPasswordSchema, request.body);
    if (!parsed.ok) return sendFailure(response, parsed);
    const { token, password } = parsed.data;
    // Looked at before the password is hashed: a stranger's guess costs little.
    if (!(await readToken(db, 'reset', token, clock.now()))) return sendFailure(response, expiredLink);
    const common = await refuseCommonPassword(password);
    if (common) return sendFailure(response, common);
    const hashed = await passwords.hash(clientAddress(request), password);
    if (hashed.kind === 'wait')
      return sendRateLimited(response, hashed.seconds, 'The server is busy. Try again.');
    const change = { passwordHash: hashed.result, now: clock.now(), newId, from: senderOf(request) };
    const reset = await resetPassword(db, token, change);
    if (!reset) return sendFailure(response, expiredLink);
    for (const id of reset.endedSessions) onSessionEnded(id);
    mail.sendNotice(reset.userId, 'passwordChanged');
    response.json({});
  });

  return router;
}

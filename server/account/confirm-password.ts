import type { Request, Response } from 'express';
import { senderOf } from '../audit/sender.ts';
import { clientAddress } from '../auth/client-address.ts';
import type { PasswordGuard } from '../auth/password-guard.ts';
import type { ServerContext } from '../context.ts';
import { failure } from '../failure.ts';
import { sendFailure, sendRateLimited } from '../http/answer.ts';

/** 403 and not 401: the session is good, and a client must not take it for ended. */
const wrongPassword = failure('forbidden', 'currentPassword: That password is wrong.');
const noPassword = failure(
  'forbidden',
  'currentPassword: This account has no password yet. Reset it to choose one.',
);

/**
 * Asks the owner of a session for their password, before something that whoever sits at an open laptop must not do.
 * Answers the request and false if it is wrong.
 */
export type ConfirmPassword = (
  account: { id: string; email: string },
  password: string,
  request: Request,
  response: Response,
) => Promise<boolean>;

export function createConfirmPassword(
  { db, audit }: ServerContext,
  passwords: PasswordGuard,
): ConfirmPassword {
  return async (account, password, request, response) => {
    const stored = await db
      .selectFrom('account')
      .select('password')
      .where('userId', '=', account.id)
      .where('providerId', '=', 'credential')
      .executeTakeFirst();
    const hash = stored?.password;
    if (!hash) {
      sendFailure(response, noPassword);
      return false;
    }
    const check = async () => ((await passwords.verify(hash, password)) ? true : null);
    const checked = await passwords.check(clientAddress(request), account.email, check, true);
    if (checked.kind === 'right') return true;
    if (checked.kind === 'wait') sendRateLimited(response, checked.seconds, 'Too many wrong passwords.');
    else {
      audit.note({ kind: 'password.failed' }, { ...account, from: senderOf(request) });
      sendFailure(response, wrongPassword);
    }
    return false;
  };
}
